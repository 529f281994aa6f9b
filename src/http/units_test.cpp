#include <gtest/gtest.h>

#include "http/client_address.h"
#include "http/exchange.h"
#include "http/framing.h"
#include "http/router.h"
#include "http/target.h"

namespace autograder::http {
namespace {

TEST(Target, takesPathAndQueryApart) {
  const auto target = parse_target("/problems/a%20b?search=two+sum&tag=%C3%A9&empty=");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/problems/a b");
  ASSERT_EQ(target->query.size(), 3u);
  EXPECT_EQ(target->query[0].value, "two sum");
  EXPECT_EQ(target->query[1].value, "\xc3\xa9");
  EXPECT_EQ(target->query[2].value, "");
  EXPECT_EQ(parse_target("http://host:5000/x?y=1")->path, "/x");
  EXPECT_EQ(parse_target("http://host")->path, "/");
}

TEST(Target, refusesWhatItCannotRead) {
  std::string many = "/?";
  for (std::size_t i = 0; i <= kQueryParametersMax; ++i) many += "p" + std::to_string(i) + "=1&";
  const std::string cases[] = {"", "*", "host:443", "/%", "/%4", "/%zz", "/?a=1&a=2", "/?a=%f", many};
  for (const auto& text : cases) EXPECT_FALSE(parse_target(text)) << text;
}

TEST(Target, encodesForQueries) {
  EXPECT_EQ(percent_encode("a b&c=\xc3\xa9"), "a%20b%26c%3D%C3%A9");
}

TEST(Router, prefersStaticSegmentsAndChecksIds) {
  Router router;
  const auto add = [&](Method method, const char* path) {
    router.add({.method = method, .path = path, .admit = {}, .handle = {}});
  };
  add(Method::get, "/submission/:id");
  add(Method::get, "/submission/getSubmission");
  add(Method::post, "/submission/create");
  add(Method::remove, "/submission/:id");
  add(Method::get, "/");
  const std::string id(24, 'a');
  struct Row {
    Method method;
    std::string path;
    std::string route;  // empty: none
    std::string allow;
  };
  const Row rows[] = {
      {Method::get, "/submission/" + id, "/submission/:id", "GET, HEAD, DELETE, OPTIONS"},
      {Method::head, "/submission/" + id, "/submission/:id", "GET, HEAD, DELETE, OPTIONS"},
      {Method::put, "/submission/" + id, "", "GET, HEAD, DELETE, OPTIONS"},
      {Method::get, "/submission/getSubmission", "/submission/getSubmission", "GET, HEAD, OPTIONS"},
      {Method::get, "/submission/create", "", "POST, OPTIONS"},
      {Method::get, "/submission/" + std::string(24, 'A'), "", ""},
      {Method::get, "/submission/" + std::string(23, 'a'), "", ""},
      {Method::get, "/submission/" + id + "/", "", ""},
      {Method::get, "/submission/" + id + "/more", "", ""},
      {Method::get, "/submission", "", ""},
      {Method::get, "/", "/", "GET, HEAD, OPTIONS"},
      {Method::get, "", "", ""},
  };
  for (const auto& row : rows) {
    const auto match = router.match(row.method, row.path);
    EXPECT_EQ(match.route == nullptr ? "" : match.route->path, row.route) << row.path;
    EXPECT_EQ(match.allow, row.allow) << row.path;
  }
  EXPECT_EQ(router.match(Method::get, "/submission/" + id).segment, id);
}

TEST(Router, takesWhatLiesBelowAPathLast) {
  Router router;
  for (const char* path : {"/app/*", "/app/:id", "/app/version"}) {
    router.add({.method = Method::get, .path = path, .admit = {}, .handle = {}});
  }
  const std::string id(24, 'a');
  const auto route_of = [&](std::string_view path) {
    const auto match = router.match(Method::get, path);
    return match.route == nullptr ? "" : match.route->path;
  };
  EXPECT_EQ(route_of("/app/version"), "/app/version");
  EXPECT_EQ(route_of("/app/" + id), "/app/:id");
  EXPECT_EQ(route_of("/app/"), "/app/*");
  EXPECT_EQ(route_of("/app/problems/" + id + "/"), "/app/*");
  EXPECT_EQ(route_of("/app"), "");
  EXPECT_EQ(route_of("/apps/x"), "");
  EXPECT_EQ(router.match(Method::get, "/app/problems/7").segment, "problems/7");
  EXPECT_EQ(router.match(Method::post, "/app/problems/7").allow, "GET, HEAD, OPTIONS");
}

TEST(TrustedProxies, saysWhoIsAsking) {
  const auto proxies = TrustedProxies::parse({"10.0.0.0/8", "::1", "127.0.0.1"});
  ASSERT_TRUE(proxies);
  struct Row {
    const char* peer;
    const char* forwarded;  // null: none
    const char* client;
    bool loopback;
  };
  const Row rows[] = {
      {"127.0.0.1", nullptr, "127.0.0.1", true},
      {"::1", nullptr, "::1", true},
      {"192.0.2.7", nullptr, "192.0.2.7", false},
      {"10.1.2.3", "203.0.113.9", "203.0.113.9", false},
      {"10.1.2.3", "1.1.1.1, 203.0.113.9, 10.9.9.9", "203.0.113.9", false},
      {"192.0.2.7", "203.0.113.9", "192.0.2.7", false},  // an unknown proxy is not believed
      {"127.0.0.1", "127.0.0.1", "127.0.0.1", false},    // what came through a proxy is not from here
      {"10.1.2.3", "not an address", "10.1.2.3", false},
      {"10.1.2.3", "", "10.1.2.3", false},
  };
  for (const auto& row : rows) {
    const auto client = proxies->client_of(
        row.peer, row.forwarded == nullptr ? std::nullopt : std::optional<std::string_view>(row.forwarded));
    EXPECT_EQ(client.address, row.client) << row.peer;
    EXPECT_EQ(client.loopback, row.loopback) << row.peer;
  }
}

TEST(TrustedProxies, joinsLinesAndWalksThemFromTheRight) {
  const auto proxies = TrustedProxies::parse({"10.0.0.0/8"});
  ASSERT_TRUE(proxies);
  Request request;
  EXPECT_EQ(forwarded_for(request), std::nullopt);
  request.headers = {
      {"X-Forwarded-For", "198.51.100.1"}, {"Accept", "*/*"}, {"x-forwarded-for", "203.0.113.9, 10.2.2.2"}};
  EXPECT_EQ(forwarded_for(request), "198.51.100.1,203.0.113.9, 10.2.2.2");
  EXPECT_EQ(proxies->client_of("10.1.2.3", forwarded_for(request)).address, "203.0.113.9");
  request.headers.push_back({"X-Forwarded-For", "10.3.3.3"});
  EXPECT_EQ(proxies->client_of("10.1.2.3", forwarded_for(request)).address, "203.0.113.9");
}

TEST(Framing, takesWhatCanBeReadInOneWay) {
  Request request;
  request.headers = {{"Host", "lab.example:5000"}, {"Transfer-Encoding", "Chunked"}, {"Accept", "a"}, {"Accept", "b"}};
  EXPECT_EQ(framing_fault(request, false), std::nullopt);
  request.headers = {{"Host", "[::1]:5000"}, {"Content-Length", "3"}};
  EXPECT_EQ(framing_fault(request, false), std::nullopt);
  request.headers.clear();
  EXPECT_EQ(framing_fault(request, true), std::nullopt);
}

TEST(Framing, refusesWhatAProxyMayReadDifferently) {
  struct Row {
    std::vector<NameValue> headers;
    const char* says;
  };
  const NameValue host{"Host", "lab.example"};
  const Row rows[] = {
      {{}, "Host: required"},
      {{host, host}, "Host: given 2 times"},
      {{host, {"host", "evil.example"}}, "Host: given 2 times"},
      {{{"Host", "lab.example, evil.example"}}, "Host: must be"},
      {{{"Host", ""}}, "Host: must be"},
      {{host, {"Transfer-Encoding", "gzip, chunked"}}, "Transfer-Encoding: must be chunked"},
      {{host, {"Transfer-Encoding", "chunked, chunked"}}, "Transfer-Encoding: must be chunked"},
      {{host, {"Transfer-Encoding", "identity"}}, "Transfer-Encoding: must be chunked"},
      {{host, {"Transfer-Encoding", "x\tchunked"}}, "Transfer-Encoding: must be chunked"},
      {{host, {"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}}, "Transfer-Encoding: given 2 times"},
      {{host, {"Transfer-Encoding", "chunked"}, {"Content-Length", "3"}}, "Content-Length: must not"},
      {{host, {"Content-Length", "3"}, {"Content-Length", "3"}}, "Content-Length: given 2 times"},
      {{host, {"Content-Length", "3, 3"}}, "Content-Length: must be one number"},
      {{host, {"Authorization", "a"}, {"Authorization", "b"}}, "Authorization: given 2 times"},
  };
  for (const auto& row : rows) {
    Request request;
    request.headers = row.headers;
    const auto fault = framing_fault(request, false);
    ASSERT_TRUE(fault) << row.says;
    EXPECT_TRUE(fault->starts_with(row.says)) << *fault;
  }
  Request old;
  old.headers = {{"Transfer-Encoding", "chunked"}};
  EXPECT_TRUE(framing_fault(old, true));
}

TEST(TrustedProxies, refusesWhatIsNoNetwork) {
  for (const char* entry : {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/x", "fd00::/129", "10.0.0.0/"}) {
    const auto proxies = TrustedProxies::parse({entry});
    ASSERT_FALSE(proxies) << entry;
    EXPECT_NE(proxies.error().message.find("trusted_proxies"), std::string::npos);
  }
}

TEST(Subscriber, isTheSlash64OfIpv6) {
  EXPECT_EQ(subscriber_of("203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(subscriber_of("::ffff:203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(subscriber_of("::FFFF:cb00:7109"), "203.0.113.9");
  EXPECT_EQ(subscriber_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
}

TEST(Exchange, answersOnceAndWakesOnce) {
  auto exchange = std::make_shared<Exchange>();
  int woken = 0;
  exchange->arm([&] { ++woken; });
  Reply reply = reply_to(exchange, {.status = 500});
  reply({.status = 201});
  reply = nullptr;
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(exchange->take()->status, 201);
}

TEST(Exchange, answersForAReplyThatWasDropped) {
  auto exchange = std::make_shared<Exchange>();
  {
    Reply reply = reply_to(exchange, {.status = 500});
  }
  EXPECT_EQ(exchange->take()->status, 500);
}

TEST(Exchange, takesNoAnswerOnceAbandoned) {
  auto exchange = std::make_shared<Exchange>();
  int woken = 0;
  exchange->arm([&] { ++woken; });
  exchange->abandon();
  exchange->answer({.status = 200});
  EXPECT_EQ(woken, 1);
  EXPECT_FALSE(exchange->take());
}

}  // namespace
}  // namespace autograder::http
