#include "foundation/crypto.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

TEST(Crypto, Sha256OfKnownTexts) {
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Sha256Stream stream;
  stream.update("a");
  stream.update("bc");
  EXPECT_EQ(stream.finish(), sha256("abc"));
}

TEST(Crypto, HmacSha256OfRfc4231Case2) {
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Crypto, Base64UrlIsStrict) {
  for (const std::string text : {"", "f", "fo", "foo", "foob", "fooba", "foobar", "\xff\xfe\x00z"}) {
    EXPECT_EQ(base64url_decode(base64url_encode(text)), text);
  }
  EXPECT_EQ(base64url_encode("\xff\xff\xff"), "____");
  for (const char* bad : {"a", "ab=", "ab==", "a b", "ab+/", "Zh", "Zm9"}) {
    const auto decoded = base64url_decode(bad);
    // "Zh" and "Zm9" carry stray bits or not: only the canonical form of each value is read.
    if (decoded) {
      EXPECT_EQ(base64url_encode(*decoded), bad);
    }
  }
  EXPECT_FALSE(base64url_decode("Zh"));
  EXPECT_FALSE(base64url_decode("ab=="));
}

TEST(Crypto, HexIsLowerCaseAndOfTheRightLength) {
  std::array<std::uint8_t, 2> bytes{};
  EXPECT_TRUE(from_hex("00ff", bytes));
  EXPECT_EQ(bytes[1], 255);
  EXPECT_FALSE(from_hex("00FF", bytes));
  EXPECT_FALSE(from_hex("00f", bytes));
  EXPECT_FALSE(from_hex("00fff", bytes));
}

TEST(Crypto, BcryptVerifiesItsOwnHashesAlone) {
  const auto hash = bcrypt_hash("correct horse", 4);
  ASSERT_TRUE(hash);
  EXPECT_TRUE(hash->starts_with("$2b$04$"));
  EXPECT_TRUE(bcrypt_verify("correct horse", *hash));
  EXPECT_FALSE(bcrypt_verify("correct horsf", *hash));
  EXPECT_FALSE(bcrypt_verify("correct horse", ""));
  EXPECT_FALSE(bcrypt_verify("correct horse", "$1$md5$notours"));
  EXPECT_NE(*hash, *bcrypt_hash("correct horse", 4));
}

TEST(Crypto, ConstantTimeEqualityIsEquality) {
  EXPECT_TRUE(equal_constant_time("", ""));
  EXPECT_TRUE(equal_constant_time("ab", "ab"));
  EXPECT_FALSE(equal_constant_time("ab", "abc"));
  EXPECT_FALSE(equal_constant_time("ab", "ac"));
}

}  // namespace
}  // namespace autograder
