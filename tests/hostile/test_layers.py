"""A fault in a layer must show: with each layer left out in turn, the cases named here fail.

The program under test is autograder_layers: what ships, with a sandbox of which one layer may be left out. Only probes are
run here: they ask and print, so that nothing happens to a host that has one wall less. Three layers are not left out: users
and user namespace, because nothing else could be made without them; Landlock and nosuid, because each is a second wall of
another layer's, and no case can tell.
"""

import pathlib
import shutil

import pytest

from hostile.test_hostile import filled
from shipped.case_file import check, read_case
from shipped.client import OPEN
from shipped.server import BINARY, ROOT, Server, make_data_directory

LAYERS_BINARY = ROOT / "build/release/tests/autograder_layers"
SWITCH = b"LAYER_LEFT_OUT_BY_TEST"
FOLDER = pathlib.Path(__file__).parent / "cases"
LANGUAGES = ("languages/c.toml", "languages/python.toml", "tests/hostile/languages/hostile_compiler.toml")
PATIENCE_S = 6

# Layer -> files of cases that must fail without it.
NOTICED = {
    "capabilities": ["rights"],
    "cgroup_names": ["cgroup_names"],
    "cpu_clock": ["short_lived_children"],
    "descriptors": ["leaked_descriptors"],
    "file_rules": ["compile_leaves_link_inside"],
    "files_read": ["files_in_memory"],
    "hidden_processes": ["proc_files"],
    "host_names": ["clocks_and_names"],
    "inodes": ["deep_directories"],
    "ipc": ["between_submissions", "box_reuse"],
    "memory": ["memory_by_mremap", "static_array_touched"],
    "network": ["host_sockets"],
    "new_rights": ["rights"],
    "old_root": ["chroot_escape"],
    "pids": ["process_limit"],
    "processes": ["hints", "box_reuse"],
    "read_only": ["between_submissions_home", "device_times"],
    "read_only_proc": ["proc_files"],
    "resource_limits": ["huge_file", "many_descriptors"],
    "seccomp": ["traces_a_sibling", "new_calls", "foreign_abi_x32", "two_at_once", "host_sockets",
                "marks_on_shared_files"],
    "session": ["terminal"],
    "wall_clock": ["sleeps"],
}


@pytest.fixture(scope="module")
def languages():
    folder = make_data_directory()
    folder.chmod(0o755)
    for file in LANGUAGES:
        shutil.copy(ROOT / file, folder)
    yield folder
    shutil.rmtree(folder)


def first_language(case):
    return next(language for language in case.codes if language in ("c", "python", "hostile_compiler"))


def failure_of(case, server, admin, student, values):
    """What is wrong with the case, in words; empty when it is as expected."""
    case = filled(case, {**values, "port": server.port, "data": server.data})
    problem = admin.create_problem(case.name, case.tests, case.problem_fields(), **case.limits())
    language = first_language(case)
    case.chill()
    submission = student.submit(problem, language, case.codes[language])
    answer = student.call("GET", f"/submission/{submission}?wait={PATIENCE_S}").expect(200)
    if answer["status"] in OPEN:
        return f"no verdict within {PATIENCE_S} s"
    try:
        check(case, answer)
    except AssertionError as error:
        return str(error) or "not as expected"
    return ""


def failures(names, layer, languages, values):
    with Server(binary=LAYERS_BINARY, AUTOGRADER_LANGUAGES=str(languages), AUTOGRADER_WORKERS="1",
                LAYER_LEFT_OUT_BY_TEST=layer) as server:
        admin, student = server.admin(), server.client().register("student")
        found = {name: failure_of(read_case(FOLDER / f"{name}.txt"), server, admin, student, values) for name in names}
        server.kill()  # a stop in good order would wait for what no clock ends
    return found


@pytest.mark.parametrize("layer", NOTICED)
def test_without_a_layer_its_cases_fail(layer, languages, values, table):
    found = failures(NOTICED[layer], layer, languages, values)
    assert [name for name, failure in found.items() if not failure] == [], f"pass without {layer}"
    for name, failure in found.items():
        case = read_case(FOLDER / f"{name}.txt")
        table.append((", ".join(case.ids), f"{name} without {layer}", "fails", "leave out a layer: " + layer,
                      failure.splitlines()[0][:100]))


def test_with_all_layers_these_cases_pass(languages, values):
    names = sorted({name for names in NOTICED.values() for name in names})
    assert {name: failure for name, failure in failures(names, "none", languages, values).items() if failure} == {}


def test_the_shipped_binary_does_not_know_the_switch():
    assert SWITCH in LAYERS_BINARY.read_bytes()
    assert SWITCH not in BINARY.read_bytes() and b"left_out" not in BINARY.read_bytes()


def test_every_switch_is_tried():
    names = (ROOT / "src/sandbox/linux/layers.h").read_text().partition("walls off\n")[2].partition("}")[0]
    assert {name.strip() for name in names.split(",") if name.strip()} == {"none", *NOTICED}


def test_the_table_in_the_documentation_is_this_one():
    text = (ROOT / "docs/sandbox.md").read_text()
    assert [name for names in NOTICED.values() for name in names if f"`{name}`" not in text] == []
