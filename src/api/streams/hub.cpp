#include "api/streams/hub.h"

#include <algorithm>
#include <utility>

#include "api/context.h"
#include "api/wire/live_wire.h"
#include "domain/report_codec.h"
#include "foundation/log.h"
#include "live/strips.h"

namespace autograder::api {
namespace {

std::shared_ptr<const Report> decode_strip(std::string_view strip) {
  auto report = decode_report(strip);
  if (report) return std::make_shared<const Report>(std::move(*report));
  log::warn("the strip of a submission's tests could not be read", {{"why", report.error().message}});
  return nullptr;
}

// Listeners hear only the figures of a report: they read its texts by REST.
std::shared_ptr<const Report> figures_of(Report report) {
  report.output.clear();
  for (auto& test : report.tests) {
    for (auto* text : {&test.input, &test.expected, &test.output, &test.message}) std::string().swap(*text);
  }
  return std::make_shared<const Report>(std::move(report));
}

}  // namespace

Parsed<std::unique_ptr<Ear>> Hub::join(const Claims& claims, const Viewer& viewer, const std::string& address,
                                       Ear::Wake wake) {
  const auto too_many = [](std::size_t max, std::string_view whose) {
    return std::unexpected(Refusal{429,
                                   "too many live connections: at most " + std::to_string(max) + " for one " +
                                       std::string(whose) + "; close one first",
                                   std::chrono::seconds(5)});
  };
  MutexLock lock(mutex_);
  if (const auto mine = of_user_.find(viewer.user); mine != of_user_.end() && mine->second >= bounds_.a_user) {
    return too_many(bounds_.a_user, "user");
  }
  if (const auto its = of_address_.find(address); its != of_address_.end() && its->second >= bounds_.an_address) {
    return too_many(bounds_.an_address, "address");
  }
  if (ears_.size() >= bounds_.all) {
    return std::unexpected(Refusal{503, "too many live connections already", std::chrono::seconds(5)});
  }
  ++of_user_[viewer.user];
  ++of_address_[address];
  std::unique_ptr<Ear> ear(new Ear(*this, claims, viewer, address, std::move(wake)));
  ear->beats_at_ = clock_.steady_now() + kHeartbeat;
  ears_.insert(ear.get());
  return ear;
}

void Hub::leave(Ear& ear) {
  MutexLock lock(mutex_);
  while (!ear.subscriptions_.empty()) drop(ear, *ear.subscriptions_.begin());
  ears_.erase(&ear);
  const auto mine = of_user_.find(ear.viewer_.user);
  if (--mine->second == 0) of_user_.erase(mine);
  const auto its = of_address_.find(ear.address_);
  if (--its->second == 0) of_address_.erase(its);
}

void Hub::drop(Ear& ear, SubmissionId id) {
  if (ear.subscriptions_.erase(id) == 0) return;
  std::erase(ear.changed_, id);
  const auto topic = topics_.find(id);
  topic->second.ears.erase(&ear);
  if (topic->second.ears.empty()) topics_.erase(topic);
}

std::optional<Refusal> Hub::add(Ear& ear, Submission submission) {
  const auto id = submission.id;
  std::shared_ptr<const Report> report;
  if (submission.state.phase == Phase::running) report = strip_so_far(id);
  if (submission.report) report = figures_of(std::move(*submission.report));
  Wakes wakes;
  {
    MutexLock lock(mutex_);
    if (ear.subscriptions_.size() >= kSubscriptionsMax && !ear.subscriptions_.contains(id)) {
      return Refusal{
          429, "at most " + std::to_string(kSubscriptionsMax) + " submissions are listened to on one connection", {}};
    }
    auto [place, fresh] = topics_.try_emplace(id);
    Topic& topic = place->second;
    const bool judged = submission.state.phase == Phase::judged;
    if (fresh) topic.watcher = watch_.add(id, kLookAgain, [this, id] { look(id); });
    // One that others listen to already is newer than what was just read, unless that is the verdict.
    if (fresh || (judged && topic.state.phase != Phase::judged)) {
      topic.owner = submission.user;
      topic.state = submission.state;
      topic.score = submission.score;
      topic.report = std::move(report);
      change(id, topic, wakes);
    }
    topic.ears.insert(&ear);
    ear.subscriptions_.insert(id);
    if (std::ranges::find(ear.changed_, id) == ear.changed_.end()) ear.changed_.push_back(id);
    wakes.push_back(ear.wake_);
    // A bell may have rung since it was read.
    if (!judged && fresh) topic.watcher->look();
  }
  wake(wakes);
  return std::nullopt;
}

std::shared_ptr<const Report> Hub::strip_so_far(SubmissionId id) {
  const auto strip = last_strip(cache_, id);
  return strip && *strip ? decode_strip(**strip) : nullptr;
}

void Hub::change(SubmissionId id, Topic& topic, Wakes& wakes) {
  topic.shown = {};
  topic.changed = ++changes_;
  for (Ear* ear : topic.ears) {
    if (std::ranges::find(ear->changed_, id) != ear->changed_.end()) continue;
    ear->changed_.push_back(id);
    wakes.push_back(ear->wake_);
  }
}

void Hub::wake(const Wakes& wakes) {
  for (const auto& wake : wakes) (*wake)();
}

void Hub::hear(const Event& event) {
  const auto* submission = std::get_if<SubmissionId>(&event.subject);
  if (submission == nullptr) return;
  if (event.kind != Event::Kind::queued && event.kind != Event::Kind::progress) return;
  const auto id = *submission;
  {
    MutexLock lock(mutex_);
    if (!topics_.contains(id)) return;
  }
  std::shared_ptr<const Report> strip;
  if (event.kind == Event::Kind::progress) {
    strip = decode_strip(event.strip);
    if (strip == nullptr) return;
  }
  Wakes wakes;
  {
    MutexLock lock(mutex_);
    const auto topic = topics_.find(id);
    if (topic == topics_.end()) return;
    // This server's own events are heard twice.
    if (!strip && topic->second.state.phase == Phase::queued) return;
    topic->second.state = {.phase = strip ? Phase::running : Phase::queued};
    topic->second.report = std::move(strip);
    change(id, topic->second, wakes);
  }
  wake(wakes);
}

// Reads the truth, on a thread of the pool.
void Hub::look(SubmissionId id) {
  std::uint64_t changed = 0;
  SubmissionState known;
  {
    MutexLock lock(mutex_);
    const auto topic = topics_.find(id);
    if (topic == topics_.end()) return;
    changed = topic->second.changed;
    known = topic->second.state;
  }
  const auto state = submissions_.state(id);
  std::optional<Submission> judged;
  if (state && *state && (*state)->phase == Phase::judged && **state != known) {
    auto found = submissions_.find(id);
    if (found && *found && (*found)->state.phase == Phase::judged) judged = std::move(**found);
  }
  Wakes wakes;
  {
    MutexLock lock(mutex_);
    const auto place = topics_.find(id);
    if (place == topics_.end()) return;
    Topic& topic = place->second;
    if (judged) {
      topic.state = judged->state;
      topic.score = judged->score;
      topic.report = judged->report ? figures_of(std::move(*judged->report)) : nullptr;
      change(id, topic, wakes);
    } else if (state && *state && (*state)->phase != Phase::judged && (*state)->phase != known.phase &&
               changed == topic.changed) {
      topic.state = **state;
      topic.report = nullptr;
      change(id, topic, wakes);
    }
  }
  wake(wakes);
}

void Hub::tick() {
  const SteadyTime now = clock_.steady_now();
  const auto seconds = to_ms(clock_.now()) / 1000;
  Wakes wakes;
  {
    MutexLock lock(mutex_);
    for (Ear* ear : ears_) {
      const bool expired = !ear->ended_ && ear->claims_.expires_at <= seconds;
      if (expired) ear->ended_ = true;
      if (!expired && now < ear->beats_at_) continue;
      ear->beats_at_ = now + kHeartbeat;
      wakes.push_back(ear->wake_);
    }
    if (std::exchange(tokens_unsure_, false)) token_looks_.ask();
  }
  token_looks_.retry();
  wake(wakes);
}

void Hub::check_tokens() {
  MutexLock lock(mutex_);
  if (!ears_.empty()) token_looks_.ask();
}

void Hub::look_at_tokens() {
  // By user and generation: the tokens of one sign-in stand and fall together.
  std::map<std::pair<UserId, int>, Claims> claims;
  {
    MutexLock lock(mutex_);
    for (const Ear* ear : ears_) claims.emplace(std::pair(ear->claims_.id, ear->claims_.generation), ear->claims_);
  }
  bool unsure = false;
  std::set<std::pair<UserId, int>> revoked;
  for (auto& [key, one] : claims) {
    one.expires_at = std::numeric_limits<std::int64_t>::max() / 1000;  // the end of each is looked at by tick()
    const auto viewer = sessions_.admit(one, "");
    if (viewer) continue;
    if (viewer.error().status == 401) {
      revoked.insert(key);
    } else {
      unsure = true;  // the database is away: asked again later
    }
  }
  Wakes wakes;
  {
    MutexLock lock(mutex_);
    tokens_unsure_ = unsure;
    for (Ear* ear : ears_) {
      if (ear->ended_ || !revoked.contains(std::pair(ear->claims_.id, ear->claims_.generation))) continue;
      ear->ended_ = true;
      wakes.push_back(ear->wake_);
    }
  }
  wake(wakes);
}

std::size_t Hub::listeners() const {
  MutexLock lock(mutex_);
  return ears_.size();
}

std::string Hub::show(SubmissionId id, const Topic& topic, const Viewer& viewer) const {
  if (topic.report == nullptr) return status_json(id, topic.state, topic.score, nullptr);
  const Report report = visible_report(viewer, scope_of_submission(topic.owner), *topic.report);
  return status_json(id, topic.state, topic.score, &report);
}

Ear::~Ear() {
  hub_.leave(*this);
}

std::optional<Refusal> Ear::subscribe(SubmissionId id, const std::string& request_id) {
  auto submission = read_submission(hub_.submissions_, viewer_, id, request_id);
  if (!submission) return submission.error();
  return hub_.add(*this, std::move(*submission));
}

void Ear::unsubscribe(SubmissionId id) {
  MutexLock lock(hub_.mutex_);
  hub_.drop(*this, id);
}

std::optional<Ear::News> Ear::take() {
  MutexLock lock(hub_.mutex_);
  if (ended_ || changed_.empty()) return std::nullopt;
  const auto id = changed_.front();
  changed_.pop_front();
  Hub::Topic& topic = hub_.topics_.at(id);
  auto& shown = topic.shown[may(viewer_, Action::teach, scope_of_submission(topic.owner)) ? 1 : 0];
  if (shown == nullptr) shown = std::make_shared<const std::string>(hub_.show(id, topic, viewer_));
  News news{shown, topic.state.phase == Phase::judged};
  if (news.last) hub_.drop(*this, id);
  return news;
}

bool Ear::ended() const {
  MutexLock lock(hub_.mutex_);
  return ended_;
}

}  // namespace autograder::api
