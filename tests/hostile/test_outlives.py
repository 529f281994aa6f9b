"""Nothing that a program leaves in the kernel outlives its run: memory, sockets, contexts, keys and locks are back afterwards."""

from hostile.outlives import assert_nothing_outlives


def test_nothing_in_the_kernel_outlives_a_run(admin, student):
    assert_nothing_outlives(admin, student)
