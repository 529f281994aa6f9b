#include "app/judge_command.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <thread>

#include "app/judge_tables.h"
#include "app/local_judge.h"
#include "app/privileges.h"
#include "domain/text.h"
#include "packages/bundled_submissions.h"
#include "packages/language_codes.h"

namespace autograder {
namespace {

constexpr Duration kTimeLimitMax = std::chrono::seconds(60);
constexpr int kSubmissionsForCache = 3;  // of a language: from then on making its build cache pays

// A source to be judged.
struct Candidate {
  std::string path;
  std::string language;
  std::string source;
  std::vector<Expectation> expected;
};

Result<std::string> read_source(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) return fail_errno("opening " + path);
  std::string text(static_cast<std::size_t>(kBundledSourceMax.count) + 1, '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const ssize_t got = ::read(file.get(), text.data() + have, text.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno("reading " + path);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  if (have > static_cast<std::size_t>(kBundledSourceMax.count)) {
    return fail(ErrorCode::invalid,
                path + ": is larger than " + std::to_string(kBundledSourceMax.count >> 10) + " KiB");
  }
  text.resize(have);
  if (!is_clean(text)) return fail(ErrorCode::invalid, path + ": must be UTF-8 text without NUL");
  return text;
}

// With the rights of the caller.
Result<std::vector<Candidate>> read_sources(const JudgeArguments& arguments) {
  std::vector<Candidate> candidates;
  for (const auto& path : arguments.sources) {
    Candidate candidate;
    candidate.path = path;
    candidate.language = arguments.language.empty() ? language_of_ending(path) : arguments.language;
    if (candidate.language.empty()) {
      return fail(ErrorCode::invalid, path + ": no language has this file extension: use --language");
    }
    AG_ASSIGN(candidate.source, read_source(path));
    Expectation accepted;
    accepted.source = "a solution";
    accepted.permitted = accepted.required = {.accepted = true};
    candidate.expected = {accepted};
    candidates.push_back(std::move(candidate));
  }
  return candidates;
}

std::vector<Candidate> bundled_in(const Package& package) {
  std::vector<Candidate> bundled;
  for (const auto& one : package.submissions) bundled.push_back({one.path, one.language, one.source, one.expected});
  return bundled;
}

// Ctrl-C ends what runs and leaves nothing behind. The signals are blocked in every thread of the process.
class StopOnSignal final {
 public:
  StopOnSignal() {
    ::sigemptyset(&signals_);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&signals_, signal);
    ::pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    thread_ = std::jthread([this](std::stop_token end) {
      while (!end.stop_requested()) {
        constexpr timespec kLook{0, 50'000'000};
        if (::sigtimedwait(&signals_, nullptr, &kLook) > 0) stop_.request_stop();
      }
    });
  }
  std::stop_token token() const { return stop_.get_token(); }

 private:
  sigset_t signals_{};
  std::stop_source stop_;
  std::jthread thread_;
};

// One line on a terminal, written over and over; nothing anywhere else.
class ProgressLine final {
 public:
  explicit ProgressLine(bool wanted) : shown_(wanted && ::isatty(STDERR_FILENO) == 1) {}
  ~ProgressLine() { clear(); }
  void say(const std::string& text) {
    if (shown_) std::fprintf(stderr, "\r\x1b[K%s", text.c_str());
  }
  void clear() { say(""); }

 private:
  const bool shown_;
};

class Judging final {
 public:
  Judging(LocalJudge& judge, const Package& package, const JudgeArguments& arguments, std::stop_token stop)
      : judge_(judge),
        arguments_(arguments),
        stop_(std::move(stop)),
        progress_(!arguments.json),
        summary_{.package = package, .verified = arguments.verify} {}

  Result<JudgingSummary> run(std::vector<Candidate> candidates) {
    std::erase_if(candidates, [this](const Candidate& candidate) { return !can_judge(candidate); });
    make_caches(candidates);
    if (arguments_.verify) {
      AG_TRY(verify(candidates));
    } else {
      AG_TRY(judge_as_students_see(candidates));
    }
    for (const auto& judged : summary_.judged) {
      summary_.as_expected = summary_.as_expected && unexpected_in(judged, summary_.package).empty();
    }
    return std::move(summary_);
  }

 private:
  bool can_judge(const Candidate& candidate) {
    const auto why =
        candidate.language.empty() ? "its language is none of this server" : judge_.refusal(candidate.language);
    if (!why.empty()) summary_.skipped.push_back(candidate.path + ": " + why);
    return why.empty();
  }

  void make_caches(const std::vector<Candidate>& candidates) {
    std::map<std::string, int> counts;
    for (const auto& candidate : candidates) ++counts[candidate.language];
    for (const auto& [language, count] : counts) {
      if (arguments_.cache.empty() && count < kSubmissionsForCache) continue;
      progress_.say("preparing " + language);
      judge_.make_build_cache(language, stop_);
    }
  }

  Result<JudgedSubmission> judge(const Candidate& candidate, Duration time_limit, bool all_tests) {
    JudgedSubmission judged;
    judged.path = candidate.path;
    judged.language = candidate.language;
    judged.expected = candidate.expected;
    judged.judged_with = time_limit;
    judged.time_factor = judge_.time_factor(candidate.language);
    progress_.say(candidate.path + ": compiling");
    const auto tell = [&](const Report& report) {
      progress_.say(candidate.path + ": test " + std::to_string(report.tests.size()) + " of " +
                    std::to_string(summary_.package.tests.size()));
    };
    auto report = judge_.judge(candidate.language, candidate.source, time_limit, all_tests, tell, stop_);
    progress_.clear();
    if (!report && stop_.stop_requested()) return fail(ErrorCode::unavailable, "stopped by a signal");
    if (!report) return in_context("judging " + candidate.path, report.error());
    judged.report = std::move(*report);
    return judged;
  }

  // What the package leaves to be measured: from those of its submissions that the limit leaves room for.
  Result<> measure_time_limit() {
    auto bundled = bundled_in(summary_.package);
    std::erase_if(bundled, [this](const Candidate& candidate) {
      return !leaves_room(candidate) || candidate.language.empty() || !judge_.refusal(candidate.language).empty();
    });
    AG_ASSIGN(const auto first, judge_without_limit(bundled));
    auto bounds = time_bounds(first, summary_.package);
    bounds.fastest.reset();
    const auto limit = propose_time_limit(bounds, summary_.package);
    if (limit) summary_.time_limit = *limit;
    std::cerr << "note: problem.yaml: limits.time_limit: is missing, and "
              << (limit ? seconds_in_words(*limit) + " follow from " + bounds.slowest_path
                        : seconds_in_words(summary_.time_limit) + " are taken: no bundled submission gives one")
              << "\n";
    return {};
  }

  Result<std::vector<JudgedSubmission>> judge_without_limit(const std::vector<Candidate>& candidates) {
    std::vector<JudgedSubmission> all;
    for (const auto& candidate : candidates) {
      if (!leaves_room(candidate)) continue;
      AG_ASSIGN(auto judged, judge(candidate, kTimeLimitMax, true));
      all.push_back(std::move(judged));
    }
    return all;
  }

  Result<> judge_as_students_see(const std::vector<Candidate>& candidates) {
    summary_.time_limit = summary_.package.limits.time;
    if (!summary_.package.time_limit_given) AG_TRY(measure_time_limit());
    for (const auto& candidate : candidates) {
      AG_ASSIGN(auto judged, judge(candidate, summary_.time_limit, false));
      if (!arguments_.json) std::cout << test_table(judged, summary_.package) << std::flush;
      summary_.judged.push_back(std::move(judged));
    }
    if (!summary_.skipped.empty()) {
      return fail(ErrorCode::invalid, "not judged: " + summary_.skipped.front());
    }
    return {};
  }

  static bool leaves_room(const Candidate& candidate) {
    return std::ranges::any_of(candidate.expected, &Expectation::bounds_limit_below);
  }

  // With a time limit above that of the problem, so that what is too slow is seen to be too slow by the distance that
  // the package asks for; then held to the limit itself.
  Result<> verify(const std::vector<Candidate>& candidates) {
    const auto& package = summary_.package;
    if (package.time_limit_given) {
      AG_TRY(take_limit(package.limits.time, candidates, [](const Candidate&) { return true; }));
    } else {
      AG_ASSIGN(auto first, judge_without_limit(candidates));
      auto bounds = time_bounds(first, package);
      bounds.fastest.reset();
      const auto limit = propose_time_limit(bounds, package);
      if (!limit) {
        return fail(ErrorCode::invalid,
                    "problem.yaml: limits.time_limit: is missing, and no bundled submission gives one within a minute");
      }
      begin_table(*limit);
      for (auto& judged : first) end_row(std::move(judged));
      AG_TRY(judge_rest(candidates, [](const Candidate& candidate) { return !leaves_room(candidate); }));
    }
    summary_.bounds = time_bounds(summary_.judged, package);
    summary_.proposed = propose_time_limit(summary_.bounds, package);
    summary_.complaints = narrow_margins(summary_.bounds, summary_.time_limit, package);
    if (!package.time_limit_given && !summary_.proposed) {
      summary_.complaints.emplace_back(
          "problem.yaml: limits.time_limit: is missing, and no limit keeps the distances that the package asks for");
      summary_.as_expected = false;
    }
    const auto accepted = [](const JudgedSubmission& judged) {
      return judged.path.starts_with("submissions/accepted/");
    };
    if (std::ranges::none_of(summary_.judged, accepted)) {
      summary_.complaints.emplace_back("submissions/accepted has no solution that could be judged");
      summary_.as_expected = false;
    }
    return {};
  }

  template <class Wanted>
  Result<> take_limit(Duration limit, const std::vector<Candidate>& candidates, Wanted wanted) {
    begin_table(limit);
    return judge_rest(candidates, wanted);
  }

  void begin_table(Duration limit) {
    summary_.time_limit = limit;
    if (!arguments_.json) std::cout << verification_head(summary_.package, limit) << std::flush;
  }

  template <class Wanted>
  Result<> judge_rest(const std::vector<Candidate>& candidates, Wanted wanted) {
    const auto stretched = Duration(static_cast<std::int64_t>(static_cast<double>(summary_.time_limit.count()) *
                                                              summary_.package.time_limit_to_tle));
    for (const auto& candidate : candidates) {
      if (!wanted(candidate)) continue;
      AG_ASSIGN(auto judged, judge(candidate, std::min(stretched, std::max(kTimeLimitMax, summary_.time_limit)), true));
      end_row(std::move(judged));
    }
    return {};
  }

  void end_row(JudgedSubmission judged) {
    hold_to_time_limit(judged, summary_.time_limit, summary_.package.scoring);
    if (!arguments_.json) std::cout << verification_row(judged, summary_.package) << std::flush;
    summary_.judged.push_back(std::move(judged));
  }

  LocalJudge& judge_;
  const JudgeArguments& arguments_;
  const std::stop_token stop_;
  ProgressLine progress_;
  JudgingSummary summary_;
};

Result<int> judge_all(const Flags& flags, const JudgeArguments& arguments, LauncherHandle launcher) {
  const Environment environment = read_environment();
  AG_ASSIGN(auto config, read_config(flags, environment));
  AG_ASSIGN(const auto identity, choose_identity(config, environment));
  AG_ASSIGN(auto source, PackageSource::open(arguments.package));
  AG_ASSIGN(auto candidates, read_sources(arguments));
  AG_TRY(become(identity));
  config.log.level = log::Level::warn;
  AG_TRY(log::set_up(config.log));

  const StopOnSignal stop;
  AG_ASSIGN(const auto package, source.read());
  if (!arguments.json) {
    for (const auto& note : package.notes) std::cerr << "note: " << note << "\n";
  }
  if (arguments.verify) candidates = bundled_in(package);
  // The launcher is told before it starts which directory may be mounted.
  TemporaryDirectory own_cache;
  if (arguments.cache.empty()) {
    AG_ASSIGN(own_cache, TemporaryDirectory::make());
  }
  const std::string& cache = arguments.cache.empty() ? own_cache.path() : arguments.cache;
  AG_ASSIGN(const auto judge, LocalJudge::start(config, std::move(launcher), package, source.directory(), cache));
  AG_ASSIGN(const auto summary, Judging(*judge, package, arguments, stop.token()).run(std::move(candidates)));
  if (arguments.json) {
    std::cout << summary_json(summary);
  } else if (arguments.verify) {
    std::cout << verification_foot(summary);
  }
  return summary.as_expected ? kDone : kFailed;
}

}  // namespace

int judge_package(const Flags& flags, const JudgeArguments& arguments, int argc, char** argv) {
  if (arguments.verify != arguments.sources.empty()) {
    return complain({ErrorCode::invalid, "judge requires source files, or --verify for the package's own"});
  }
  // Before anything is read: the launcher keeps root's rights and knows of nothing.
  auto launcher = fork_launcher(argc, argv);
  if (!launcher) return complain(launcher.error());
  const auto code = judge_all(flags, arguments, std::move(*launcher));
  return code ? *code : complain(code.error());
}

}  // namespace autograder
