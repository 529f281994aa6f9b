// Makes what speeds a language's compilations up (a precompiled header, a built standard library): in a box, once for
// each version of its tools, kept in a directory and mounted read-only where its sources are compiled.
//
// Knows:          the [cache] of a language file, the directory of caches.
// Does not know:  submissions. No submission can write what another one reads: boxes that see a cache only read it.
#pragma once

#include <stop_token>
#include <string>

#include "foundation/result.h"
#include "judge/languages.h"
#include "sandbox/sandbox.h"

namespace autograder {

// The language as it compiles with its cache: one made before is taken as it is, another is made now (seconds). Caches
// of the same language that its tools outgrew are removed. `language` has a cache_argv; one caller at a time
// for a directory.
Result<ReadyLanguage> with_build_cache(Sandbox& sandbox, const ReadyLanguage& language, const std::string& directory,
                                       std::stop_token stop);

}  // namespace autograder
