"""The whole library of a language is there for a submission, also where it is compiled with a cache that it only reads.

Expected is what the same tool says of itself outside of any box.
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess

import pytest

BATCH = 40
GO_SETTINGS = {"PATH": "/usr/bin:/bin", "GOCACHE": "off", "CGO_ENABLED": "0", "GOTOOLCHAIN": "local",
               "GOENV": "off", "GOFLAGS": "-mod=mod", "GOPROXY": "off"}
GO_PROGRAM = """package main

import (
	out "os"
%s
)

func main() { out.Stdout.WriteString("42\\n") }
"""
# Names that a module has on other systems are absent in both places; two print or open something of their own.
PYTHON_PROGRAM = """
import importlib, sys
absent = []
for name in sorted(sys.stdlib_module_names - {"antigravity", "this", "__phello__", "idlelib"}):
    try:
        importlib.import_module(name)
    except ImportError:
        absent.append(name)
sys.stdout.write(" ".join(absent) + "\\n")
"""
NODE_PROGRAM = """
const absent = require('module').builtinModules.filter((name) => {
  try {
    require(name);
  } catch (error) {
    return true;
  }
});
process.stdout.write(absent.sort().join(' ') + ` of ${require('module').builtinModules.length}\\n`);
"""
JAVA_PROGRAM = """
public class Main {
  public static void main(String[] args) throws Exception {
    java.util.TreeSet<String> names = new java.util.TreeSet<>();
    for (Module module : ModuleLayer.boot().modules()) names.add(module.getName());
    System.out.println(names);
    System.out.println(java.util.ServiceLoader.load(java.nio.file.spi.FileSystemProvider.class).stream().count());
    System.out.println(java.security.MessageDigest.getInstance("SHA-256").getDigestLength());
  }
}
"""
# Of the compiler's own headers these folders, as far as somebody includes them: none that holds the bodies of another.
CPP_FOLDERS = ("", "ext", "ext/pb_ds", "tr1", "tr2", "experimental", "parallel", "backward", "debug")
C_HEADERS = ["stdio.h", "string.h", "unistd.h", "sys/resource.h"]


@pytest.fixture(scope="module")
def tools(admin):
    """The program that compiles a language, or runs it where none does, by the language's id."""
    rows = admin.call("GET", "/languages").expect(200)
    assert all(row["available"] for row in rows if row["id"] in ("cpp", "go", "java", "javascript", "python")), rows
    return {row["id"]: (row["compileCommand"] or row["runCommand"]).split()[0] for row in rows}


def told(command, **settings):
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd="/", timeout=120, **settings).stdout


def must_print(admin, student, language, programs, output):
    problem = admin.create_problem("The library", [{"input": "", "output": output}], timeLimitMs=15000, memoryLimitMb=512)
    for submission_id in [student.submit(problem, language, program) for program in programs]:
        submission = student.verdict(submission_id)
        words = (submission.get("message") or "") + (submission.get("output") or "")
        assert submission["status"] == "AC", words[:2000]


def test_go_imports_every_package(admin, student, tools, tmp_path):
    """But internal ones, and those that need a C compiler."""
    form = "{{ if not .Incomplete }}{{ .ImportPath }}{{ end }}"
    listed = told([tools["go"], "list", "-e", "-f", form, "std"], env={**GO_SETTINGS, "HOME": str(tmp_path), "GOCACHE": str(tmp_path)}).split()
    packages = [name for name in listed
                if not {"internal", "vendor"} & set(name.split("/")) and name not in ("runtime/cgo", "runtime/race")]
    assert len(packages) > 140
    batches = [packages[at:at + BATCH] for at in range(0, len(packages), BATCH)]
    programs = [GO_PROGRAM % "\n".join(f'\t_ "{name}"' for name in batch) for batch in batches]
    must_print(admin, student, "go", programs, "42\n")


def headers_of(compiler):
    """Every header of the compiler that can be included alone, outside of any box."""
    outside = [compiler, "-std=gnu++20", "-fsyntax-only", "-w", "-x", "c++", "-"]
    said = subprocess.run([*outside, "-H"], check=True, text=True, capture_output=True, input="#include <bits/stdc++.h>\n").stderr
    base = pathlib.Path(re.search(r"^\.\. (\S+/c\+\+/[\d.]+)/algorithm$", said, re.MULTILINE).group(1))
    names = [str(file.relative_to(base)) for folder in CPP_FOLDERS for file in sorted((base / folder).iterdir())
             if file.is_file() and file.suffix != ".tcc"]

    def alone(name):
        return subprocess.run(outside, text=True, capture_output=True, input=f"#include <{name}>\n").returncode == 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return [name for name, compiles in zip(names, pool.map(alone, names)) if compiles]


def test_cpp_takes_every_header_before_and_after_the_precompiled_one(admin, student, tools):
    headers = headers_of(tools["cpp"])
    assert len(headers) > 200
    each = [f"#include <{name}>\n" for name in [*headers, *C_HEADERS]]
    all_of_them, first, more = "".join(each), "#include <bits/stdc++.h>\n", "#include <bits/extc++.h>\n"
    main = 'int main() { std::cout << 42 << "\\n"; }\n'
    orders = [first + all_of_them + first + all_of_them, all_of_them + first + all_of_them + first, first + more + more + first,
              more + first + first + more, "".join(first + line for line in each), "".join(line + first for line in each)]
    pragma = '#pragma GCC optimize("O3,unroll-loops")\n#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")\n'
    must_print(admin, student, "cpp", [start + main for start in (*orders, pragma + orders[0], pragma + orders[3])], "42\n")


def test_python_imports_every_module(admin, student, tools):
    outside = told([tools["python"], "-I", "-c", PYTHON_PROGRAM])
    must_print(admin, student, "python", [PYTHON_PROGRAM], outside)


def test_javascript_requires_every_module(admin, student, tools):
    outside = told([tools["javascript"], "--no-warnings", "-e", NODE_PROGRAM])
    must_print(admin, student, "javascript", [NODE_PROGRAM], outside)


def test_java_has_every_module(admin, student, tools, tmp_path):
    source = tmp_path / "Main.java"
    source.write_text(JAVA_PROGRAM)
    told([tools["java"], "-d", str(tmp_path), str(source)])
    outside = told([tools["java"].removesuffix("c"), "-cp", str(tmp_path), "Main"])
    must_print(admin, student, "java", [JAVA_PROGRAM], outside)
