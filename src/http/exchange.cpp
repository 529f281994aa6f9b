#include "http/exchange.h"

#include <utility>

namespace autograder::http {
namespace {

class Answerer final {
 public:
  Answerer(std::shared_ptr<Exchange> exchange, Response otherwise)
      : exchange_(std::move(exchange)), otherwise_(std::move(otherwise)) {}
  Answerer(Answerer&& other) noexcept
      : exchange_(std::exchange(other.exchange_, nullptr)), otherwise_(std::move(other.otherwise_)) {}
  Answerer& operator=(Answerer&&) = delete;
  ~Answerer() {
    if (exchange_) exchange_->answer(std::move(otherwise_));
  }
  void operator()(Response response) {
    if (auto exchange = std::exchange(exchange_, nullptr)) exchange->answer(std::move(response));
  }

 private:
  std::shared_ptr<Exchange> exchange_;
  Response otherwise_;
};

}  // namespace

Reply reply_to(std::shared_ptr<Exchange> exchange, Response otherwise) {
  return Answerer(std::move(exchange), std::move(otherwise));
}

}  // namespace autograder::http
