// The routes of connections that stay open; add_live_routes of api/context.h adds them all.
#pragma once

#include "http/router.h"

namespace autograder::api {

struct Context;

void add_event_stream_routes(Context& context, http::Router& router);
void add_web_socket_routes(Context& context, http::Router& router);
void add_socket_io_routes(Context& context, http::Router& router);

}  // namespace autograder::api
