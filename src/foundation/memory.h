// How the allocator keeps memory that was freed: large blocks go back to the system at once, and what a flood left in
// small ones is given back when it is over.
#pragma once

namespace autograder {

// Once, at the beginning of a program. Without it the allocator keeps freed blocks of up to 32 MiB for itself.
void return_large_blocks_at_once();
// Gives back what is free. Takes milliseconds: not on an I/O thread.
void return_free_memory();

}  // namespace autograder
