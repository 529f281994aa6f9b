#include "api/site.h"

#include <array>

#include "api/testing/api_fixture.h"

namespace autograder::testing {
namespace {

constexpr std::array<SiteFile, 4> kFiles{{
    {"index.html", "<!doctype html>", "packed page", "aaaa"},
    {"assets/index-4fa1.js", "run()", "packed", "bbbb"},
    {"assets/letter-77.woff2", "font", "", "cccc"},
    {"favicon.svg", "<svg/>", "", "dddd"},
}};

class SiteTest : public ApiFixture {
 protected:
  SiteTest() { options_.site = kFiles; }
  // Pages are no part of the documented interface.
  Answer get(std::string_view target, const std::vector<std::string>& headers = {}) {
    return HttpClient(api_->port()).ask("GET", target, {}, headers);
  }
};

TEST_F(SiteTest, theFrontPageLeadsToTheApplication) {
  start();
  const auto front = ask("GET", "/");
  EXPECT_EQ(front.status, 302);
  EXPECT_EQ(front.header("location"), "/app/");
}

TEST_F(SiteTest, everyPathOfTheApplicationIsItsPage) {
  start();
  for (const char* path : {"/app", "/app/", "/app/problems/652f/submissions", "/app/a.js"}) {
    const auto page = get(path);
    EXPECT_EQ(page.status, 200) << path;
    EXPECT_EQ(page.body, "<!doctype html>");
    EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(page.header("cache-control"), "no-cache");
    const auto policy = page.header("content-security-policy");
    EXPECT_NE(policy.find("script-src 'self';"), std::string::npos) << policy;
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_EQ(page.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(page.header("referrer-policy"), "no-referrer");
  }
  EXPECT_EQ(HttpClient(api_->port()).ask("POST", "/app/x").status, 405);
}

TEST_F(SiteTest, hashedFilesAreKeptForGood) {
  start();
  const auto script = get("/assets/index-4fa1.js");
  EXPECT_EQ(script.body, "run()");
  EXPECT_EQ(script.header("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(script.header("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(get("/assets/letter-77.woff2").header("content-type"), "font/woff2");
  const auto icon = get("/favicon.svg");
  EXPECT_EQ(icon.status, 200);
  EXPECT_EQ(icon.header("cache-control"), "no-cache");
  EXPECT_FALSE(icon.header("content-security-policy").empty()) << "a drawing may hold scripts";
}

TEST_F(SiteTest, whatIsNotThereIs404) {
  start();
  for (const char* path : {"/assets/", "/assets/other.js", "/assets/../index.html", "/assets/%2e%2e/index.html",
                           "/assets/index-4fa1.js/", "/index.html", "/apps"}) {
    EXPECT_EQ(get(path).status, 404) << path;
  }
}

TEST_F(SiteTest, compressedFormsAreForThoseWhoTakeThem) {
  start();
  struct Row {
    const char* accepts;
    bool packed;
  };
  const Row rows[] = {{"gzip", true},       {"br, gzip;q=0.5", true}, {"deflate,GZIP", true},
                      {"gzip; q=0", false}, {"gzip;q=0.000", false},  {"identity", false},
                      {"", false},          {"xgzip", false},         {"gzip;q=1.0, br", true},
                      {"*", false}};
  for (const auto& row : rows) {
    const auto answer = get("/assets/index-4fa1.js", {std::string("Accept-Encoding: ") + row.accepts});
    EXPECT_EQ(answer.header("content-encoding"), row.packed ? "gzip" : "") << row.accepts;
    EXPECT_EQ(answer.body, row.packed ? "packed" : "run()") << row.accepts;
    EXPECT_EQ(answer.header("vary"), "Accept-Encoding");
  }
  EXPECT_EQ(get("/assets/letter-77.woff2", {"Accept-Encoding: gzip"}).header("content-encoding"), "");
}

TEST_F(SiteTest, whoHasItAlreadyIsToldSo) {
  start();
  const auto plain = get("/app/").header("etag");
  const auto packed = get("/app/", {"Accept-Encoding: gzip"}).header("etag");
  EXPECT_NE(plain, packed);
  HttpClient client(api_->port());
  client.send(request_text("GET", "/app/", "", {"If-None-Match: \"old\", W/" + plain}) +
              request_text("GET", "/app/", "", {"If-None-Match: " + packed}));
  const auto same = client.read(true);
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.header("etag"), plain);
  EXPECT_EQ(same.header("content-length"), "");
  EXPECT_EQ(client.read().status, 200) << "the compressed form is another";
}

}  // namespace
}  // namespace autograder::testing
