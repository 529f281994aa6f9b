#include "app/local_judge.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "app/server.h"
#include "domain/line_ends.h"
#include "foundation/crypto.h"
#include "judge/build_cache.h"

namespace autograder {
namespace {

constexpr auto kSubmissionWallMax = std::chrono::hours(1);  // an author's slow solution on every test

constexpr Bytes kFileMax = mib(64);

// The files of a package's tests, by hash.
class PackageBlobs final : public BlobStore {
 public:
  explicit PackageBlobs(const PackageDirectory& directory) : directory_(directory) {}

  // As an import would take it in: with LF and without a byte order mark.
  Result<Sha256> add(const PackageFile& file, Bytes& size) {
    AG_ASSIGN(const auto bytes, directory_.read(file.path, kFileMax));
    size = file.size;
    if (marks_in(bytes).any()) {
      auto plain = without_marks(bytes);
      const auto hash = sha256(plain);
      size = {static_cast<std::int64_t>(plain.size())};
      converted_.emplace(hash, std::move(plain));
      return hash;
    }
    const auto hash = sha256(bytes);
    files_.emplace(hash, file);
    return hash;
  }

  Result<Sha256> put(std::string_view) override { return fail(ErrorCode::denied, "a package is only read"); }
  Result<Sha256> put_from(const BlobSource&) override { return fail(ErrorCode::denied, "a package is only read"); }
  Result<std::string> read(const Sha256& hash, std::int64_t offset, std::int64_t count) override {
    if (const auto plain = converted_.find(hash); plain != converted_.end()) {
      const auto from = std::min(static_cast<std::size_t>(offset), plain->second.size());
      return plain->second.substr(from, static_cast<std::size_t>(count));
    }
    const auto found = files_.find(hash);
    if (found == files_.end()) return fail(ErrorCode::not_found, "the package has no such file");
    AG_ASSIGN(const auto file, directory_.open_file(found->second.path));
    std::string bytes(static_cast<std::size_t>(count), '\0');
    std::size_t have = 0;
    while (have < bytes.size()) {
      const auto got =
          ::pread(file.get(), bytes.data() + have, bytes.size() - have, offset + static_cast<std::int64_t>(have));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return fail_errno("reading " + found->second.path);
      if (got == 0) break;
      have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
  }
  Result<Bytes> size(const Sha256& hash) override {
    if (const auto plain = converted_.find(hash); plain != converted_.end()) {
      return Bytes{static_cast<std::int64_t>(plain->second.size())};
    }
    const auto found = files_.find(hash);
    if (found == files_.end()) return fail(ErrorCode::not_found, "the package has no such file");
    return found->second.size;
  }

 private:
  const PackageDirectory& directory_;
  // Not changed once judging has begun.
  std::map<Sha256, PackageFile> files_;
  std::map<Sha256, std::string> converted_;
};

Result<Problem> problem_of(const Package& package, PackageBlobs& blobs, IdGenerator& ids) {
  Problem problem;
  problem.id = ids.next<ProblemId>();
  problem.title = package.title;
  problem.limits = package.limits;
  problem.checker = package.checker;
  problem.scoring = package.scoring;
  for (const auto& from : package.tests) {
    TestCase test;
    test.id = ids.next<TestCaseId>();
    AG_ASSIGN(test.input, blobs.add(from.input, test.input_size));
    AG_ASSIGN(test.expected, blobs.add(from.answer, test.expected_size));
    test.visibility = from.visibility;
    test.weight = from.weight;
    test.group = from.group;
    problem.tests.push_back(std::move(test));
  }
  problem.test_count = static_cast<int>(problem.tests.size());
  return problem;
}

}  // namespace

// In the order of construction; taken down in reverse.
struct LocalJudge::Parts {
  explicit Parts(const PackageDirectory& directory) : blobs(directory) {}

  SystemClock clock;
  IdGenerator ids{clock};
  PackageBlobs blobs;
  Problem problem;
  std::string cache;  // absolute
  std::unique_ptr<TestData> test_data;
  std::unique_ptr<Sandbox> sandbox;
  std::map<std::string, ReadyLanguage> ready;
  std::map<std::string, std::string> refusals;
  std::unique_ptr<Pipeline> pipeline;
};

LocalJudge::LocalJudge(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
LocalJudge::~LocalJudge() = default;

Result<std::unique_ptr<LocalJudge>> LocalJudge::start(const Config& config, LauncherHandle launcher,
                                                      const Package& package, const PackageDirectory& directory,
                                                      const std::string& cache) {
  auto parts = std::make_unique<Parts>(directory);
  AG_ASSIGN(parts->problem, problem_of(package, parts->blobs, parts->ids));
  parts->test_data = make_test_data(parts->blobs, mib(256));
  AG_ASSIGN(const auto languages, read_languages(config));
  auto detection = detect_languages(languages);
  LinuxSandboxOptions options;
  options.boxes = worker_slots(config) + 1;
  options.spare = worker_slots(config);
  options.first_uid = config.first_uid;
  options.allow_degraded = config.allow_degraded;
  options.warm_files = warm_files_of(detection);
  options.mount_directories = mount_directories_of(detection);
  parts->cache = std::filesystem::absolute(cache).string();
  options.mount_roots = {parts->cache};
  auto sandbox = connect_sandbox(std::move(launcher), options);
  if (!sandbox) return in_context("starting the sandbox", sandbox.error());
  parts->sandbox = std::move(*sandbox);
  for (const auto& status : detection.status) {
    if (!status.available) parts->refusals[status.id] = status.reason;
  }
  for (auto& ready : detection.ready) parts->ready.emplace(ready.language.id, std::move(ready));
  PipelineOptions pipeline;
  pipeline.submission_wall_max = kSubmissionWallMax;
  pipeline.cores = worker_slots(config);
  parts->pipeline = std::make_unique<Pipeline>(*parts->sandbox, *parts->test_data, parts->clock, pipeline);
  return std::unique_ptr<LocalJudge>(new LocalJudge(std::move(parts)));
}

std::string LocalJudge::refusal(const std::string& language) const {
  if (parts_->ready.contains(language)) return {};
  const auto why = parts_->refusals.find(language);
  return why == parts_->refusals.end() ? "there is no such language" : why->second;
}

double LocalJudge::time_factor(const std::string& language) const {
  const auto found = parts_->ready.find(language);
  return found == parts_->ready.end() ? 1 : found->second.language.time_factor;
}

void LocalJudge::make_build_cache(const std::string& language, std::stop_token stop) {
  const auto found = parts_->ready.find(language);
  if (found == parts_->ready.end() || found->second.cache_argv.empty()) return;
  if (auto faster = with_build_cache(*parts_->sandbox, found->second, parts_->cache, stop))
    found->second = std::move(*faster);
}

Result<Report> LocalJudge::judge(const std::string& language, const std::string& source, Duration time_limit,
                                 bool all_tests, const Pipeline::Progress& progress, std::stop_token stop) {
  const auto found = parts_->ready.find(language);
  if (found == parts_->ready.end()) return fail(ErrorCode::invalid, language + ": " + refusal(language));
  Problem problem = parts_->problem;
  problem.limits.time = time_limit;
  // Only `all` ends at the first failure.
  if (all_tests && problem.scoring == ScoringRule::all) problem.scoring = ScoringRule::weighted;
  return parts_->pipeline->judge(UserId{}, source, problem, found->second, progress, std::move(stop));
}

}  // namespace autograder
