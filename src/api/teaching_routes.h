// Routes of what teachers keep beside a problem.
#pragma once

#include "api/context.h"

namespace autograder::api {

void add_problem_copy_routes(Context& context, http::Router& router);
void add_image_routes(Context& context, http::Router& router);
void add_solution_routes(Context& context, http::Router& router);

}  // namespace autograder::api
