"""Dolos and JPlag on the same files, each in processes of its own, installed into a temporary directory.

Dolos is @dodona/dolos-core from npm, fed with tree-sitter's trees: their nodes in preorder, "(" type ... ")", named ones alone.
Its parameters are those of its command line: 23 tokens, windows of 17. JPlag is 4.3.0 from Maven Central with its defaults; that
version has no JavaScript.
"""

import json
import pathlib
import resource
import shutil
import subprocess

GRAMMARS = ("c", "cpp", "go", "java", "javascript", "python")
TOKENS = r"""
import importlib, json, sys
import tree_sitter
parsers = {}
def parser(language):
    if language not in parsers:
        grammar = importlib.import_module("tree_sitter_" + language)
        parsers[language] = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    return parsers[language]
def tokens(node):
    found, stack = [], [(node, False)]
    while stack:
        at, done = stack.pop()
        if done:
            found.append(")")
            continue
        if not at.is_named or at.type in ("comment", "line_comment", "block_comment"):
            continue
        found += ["(", at.type]
        stack.append((at, True))
        stack.extend((child, False) for child in reversed(at.children))
    return found
for line in sys.stdin:
    group, language, path, _ = line.rstrip("\n").split("\t")
    print(json.dumps({"group": group, "path": path, "tokens": tokens(parser(language).parse(open(path, "rb").read()).root_node)}))
"""
PAIRS = r"""
const { FingerprintIndex, File, TokenizedFile, Region } = await import("@dodona/dolos-core");
const lines = (await import("fs")).readFileSync(0, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const groups = Map.groupBy ? Map.groupBy(lines, (l) => l.group) : lines.reduce((m, l) => m.set(l.group, [...(m.get(l.group) ?? []), l]), new Map());
let spent = 0;
for (const [group, files] of groups) {
  const begin = process.cpuUsage();
  const index = new FingerprintIndex(23, 17);
  index.addFiles(files.map((f) => new TokenizedFile(new File(f.path, ""), f.tokens, f.tokens.map(() => new Region(0, 0, 0, 0)))));
  const pairs = index.allPairs();
  const { user, system } = process.cpuUsage(begin);
  spent += user + system;
  for (const pair of pairs) console.log([group, pair.leftFile.path, pair.rightFile.path, pair.similarity].join("\t"));
}
console.log("time\t" + spent);
"""
JPLAG_LANGUAGES = {"c": "cpp", "cpp": "cpp", "go": "golang", "java": "java", "python": "python3"}
JPLAG_MODULES = ("jplag", "java", "cpp", "python-3", "golang")
JPLAG_MAIN = r"""
import de.jplag.*;
import de.jplag.options.JPlagOptions;
import java.io.File;
import java.util.Set;
public class Main {
  public static void main(String[] folders) throws Exception {
    for (String folder : folders) {
      String name = new File(folder).getParentFile().getName();
      Language language = (Language) Class.forName("de.jplag." + name + ".Language").getDeclaredConstructor().newInstance();
      try {
        for (JPlagComparison pair : new JPlag(new JPlagOptions(language, Set.of(new File(folder)), Set.of())).run().getAllComparisons()) {
          System.out.println("pair\t" + folder + "\t" + pair.firstSubmission().getName() + "\t" + pair.secondSubmission().getName() + "\t"
              + pair.similarity());
        }
      } catch (Exception crash) {
        System.out.println("crash\t" + folder + "\t" + crash);
      }
    }
  }
}
"""


def jplag_project():
    needs = "".join(f"<dependency><groupId>de.jplag</groupId><artifactId>{module}</artifactId><version>4.3.0</version></dependency>"
                    for module in JPLAG_MODULES)
    return ('<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>bench</groupId>'
            f"<artifactId>bench</artifactId><version>1</version><dependencies>{needs}</dependencies></project>")


def install_jplag(folder):
    """None, or why it cannot be measured."""
    for program in ("mvn", "java"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    (folder / "pom.xml").write_text(jplag_project())
    return run_steps(folder, [["mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib"]])


def install_dolos(folder):
    """None, or why it cannot be measured."""
    if shutil.which("npm") is None:
        return "npm is not installed"
    (folder / "package.json").write_text('{"private": true}')
    steps = [["npm", "install", "--no-audit", "--no-fund", "@dodona/dolos-core@1.2.1"],
             ["/usr/bin/python3", "-m", "venv", str(folder / "venv")],
             [str(folder / "venv/bin/pip"), "install", "--quiet", "tree-sitter"] + ["tree-sitter-" + name for name in GRAMMARS]]
    return run_steps(folder, steps)


def run_steps(folder, steps):
    for step in steps:
        try:
            done = subprocess.run(step, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
        if done.returncode != 0:
            return f"{' '.join(step[:3])}: {(done.stderr or done.stdout).strip().splitlines()[-1:]}"
    return None


def processor_time():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure_dolos(folder, files):
    """{(group, path, path): similarity} and seconds of the processor."""
    folder = pathlib.Path(folder)
    begin = processor_time()
    tokens = subprocess.run([str(folder / "venv/bin/python"), "-c", TOKENS], input="".join("\t".join(f) + "\n" for f in files),
                            capture_output=True, text=True, check=True).stdout
    trees = processor_time() - begin
    (folder / "pairs.mjs").write_text(PAIRS)
    rows = subprocess.run(["node", str(folder / "pairs.mjs")], input=tokens, capture_output=True, text=True, check=True).stdout
    scores, spent = {}, 0.0
    for row in rows.splitlines():
        fields = row.split("\t")
        if fields[0] == "time":
            spent = float(fields[1]) / 1e6
        else:
            scores[fields[0], *sorted(fields[1:3])] = float(fields[3])
    return scores, trees + spent


def measure_jplag(folder, files):
    """As measure_dolos. The time has the start of a virtual machine in it."""
    folder = pathlib.Path(folder)
    shutil.rmtree(folder / "sources", ignore_errors=True)
    groups, scores = {}, {}
    for group, language, path, _ in files:
        if language not in JPLAG_LANGUAGES:
            continue
        place = folder / "sources" / group.replace("/", "-") / JPLAG_LANGUAGES[language]
        names = groups.setdefault(str(place / "all"), (group, {}))[1]
        name = f"{len(names)}{pathlib.Path(path).suffix}"
        (place / "all").mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place / "all" / name)
        names[name] = path
    (folder / "Main.java").write_text(JPLAG_MAIN)
    begin = processor_time()
    rows = subprocess.run(["java", "-cp", str(folder / "lib/*"), str(folder / "Main.java"), *groups], capture_output=True, text=True,
                          check=True).stdout
    spent = processor_time() - begin
    for row in rows.splitlines():
        fields = row.split("\t")
        if fields[0] == "crash":
            print(f"JPlag fails on {groups[fields[1]][0]}: {fields[2][:100]}")
        else:
            group, names = groups[fields[1]]
            scores[group, *sorted((names[fields[2]], names[fields[3]]))] = float(fields[4])
    return scores, spent
