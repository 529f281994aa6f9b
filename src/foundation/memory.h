// Returns freed memory to the system: large blocks at once, the many small ones of a flood when it is over.
#pragma once

namespace autograder {

// Once, at the beginning of a program. Without it the allocator keeps freed blocks of up to 32 MiB for itself.
void return_large_blocks_at_once();
// Gives back what is free. Takes milliseconds: not on an I/O thread.
void return_free_memory();

}  // namespace autograder
