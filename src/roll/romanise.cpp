// Khmer writes most short vowels by writing nothing, and does not say where a syllable ends. What
// follows is how names are usually read:
// - a letter with others below it, inside a word, ends one syllable and begins the next (Vann-a),
//   but where they can begin a syllable together (Ras-mey);
// - of letters without a vowel that follow each other, two and two make a syllable, and one that is
//   left over ends the syllable before it (Sok-ha, So-phal), or is one of its own (Ka-ru-na);
// - a letter below toandakhiat is silent, and so are letters below others, and i or u, at the end
//   of a word (Chan, Cheat).
#include "roll/romanise.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "roll/khmer.hpp"
#include "roll/romanisation_table.hpp"

namespace scrutineer::roll {

namespace {

constexpr char32_t kAa = 0x17B6;
constexpr char32_t kI = 0x17B7;
constexpr char32_t kIi = 0x17B8;
constexpr char32_t kU = 0x17BB;
constexpr char32_t kYuukaleapintu = 0x17C8;
constexpr char32_t kMuusikatoan = 0x17C9;
constexpr char32_t kTriisapt = 0x17CA;
constexpr char32_t kBantoc = 0x17CB;
constexpr char32_t kToandakhiat = 0x17CD;
constexpr char32_t kSamyokSannya = 0x17D0;

constexpr std::u32string_view kSonorants = U"ងញណនមយរលវឡ";
constexpr std::u32string_view kVelars = U"កខគឃ";

bool is_one_of(std::u32string_view letters, char32_t c) {
  return letters.find(c) != std::u32string_view::npos;
}

const KhmerConsonant* consonant(char32_t letter) {
  const auto found =
      std::find_if(kKhmerConsonants.begin(), kKhmerConsonants.end(),
                   [&](const KhmerConsonant& entry) { return entry.letter == letter; });
  return found == kKhmerConsonants.end() ? nullptr : &*found;
}

std::string_view vowel_letter(char32_t letter) {
  const auto found =
      std::find_if(kKhmerVowelLetters.begin(), kKhmerVowelLetters.end(),
                   [&](const KhmerVowelLetter& entry) { return entry.letter == letter; });
  return found == kKhmerVowelLetters.end() ? std::string_view() : found->latin;
}

// Letters that are spoken together, with the signs at them.
struct Piece {
  std::u32string letters;
  KhmerSyllable signs;        // its letters are not looked at
  std::uint8_t series = 1;    // of the letters themselves
  std::uint8_t governed = 1;  // as the piece before it makes it sound
  bool is_split = false;      // the end of one syllable and, with the next piece, a start
  bool is_shortened = false;  // letters that are silent follow

  bool has_vowel() const {
    for (char32_t sign = kAa; sign <= kYuukaleapintu; ++sign) {
      if (signs.has(sign)) return true;
    }
    return signs.has(kSamyokSannya) || !vowel_letter(letters.front()).empty();
  }
};

// The letters' own series: a stop or a hiss decides for the group.
std::uint8_t series_of(const Piece& piece) {
  if (piece.signs.has(kMuusikatoan)) return 1;
  if (piece.signs.has(kTriisapt)) return 2;
  const auto stop = std::find_if_not(piece.letters.begin(), piece.letters.end(),
                                     [](char32_t c) { return is_one_of(kSonorants, c); });
  const char32_t letter = stop == piece.letters.end() ? piece.letters.front() : *stop;
  const KhmerConsonant* found = consonant(letter);
  return found == nullptr ? std::uint8_t{1} : found->series;
}

bool is_shifted(const KhmerSyllable& signs) {
  return signs.has(kMuusikatoan) || signs.has(kTriisapt);
}

// Whether the letters cannot begin a syllable together, as far as names go.
bool is_parted(const KhmerSyllable& syllable) {
  const char32_t below = syllable.below.front();
  if (is_one_of(kSonorants, syllable.letter)) return true;
  return syllable.letter != U'ស' && syllable.letter != U'ហ' && !is_one_of(U"យរលវ", below);
}

// A word as pieces, of which each has a vowel or is one letter without.
class Word {
 public:
  explicit Word(std::vector<KhmerSyllable> syllables) {
    drop_silent_ending(syllables);
    for (std::size_t i = 0; i < syllables.size(); ++i) {
      if (syllables[i].letter == 0) continue;
      if (!syllables[i].has(kToandakhiat)) {
        add(syllables[i], i + 1 < syllables.size() && is_bare(syllables[i + 1]));
      } else if (!pieces_.empty()) {
        pieces_.back().is_shortened = true;
      }
    }
    govern();
  }

  std::string romanised() {
    std::string latin;
    bool is_open = false;  // the last syllable may be ended by a letter
    for (std::size_t at = 0; at < pieces_.size();) {
      if (pieces_[at].has_vowel()) {
        latin += first_of(pieces_[at]) + vowel_of(at);
        is_open = true;
        ++at;
      } else {
        at = append_run(latin, at, is_open);
      }
    }
    return latin;
  }

 private:
  static bool is_bare(const KhmerSyllable& syllable) {
    return !piece_of(std::u32string(1, syllable.letter), syllable).has_vowel();
  }

  static Piece piece_of(std::u32string letters, const KhmerSyllable& signs) {
    Piece piece;
    piece.letters = std::move(letters);
    piece.signs = signs;
    piece.series = series_of(piece);
    return piece;
  }

  // Sanskrit's short endings are written and not spoken.
  static void drop_silent_ending(std::vector<KhmerSyllable>& syllables) {
    if (syllables.size() < 2) return;
    std::uint64_t& signs = syllables.back().signs;
    for (const char32_t ending : {kI, kU}) {
      KhmerSyllable alone;
      alone.add(ending);
      if (signs == alone.signs) signs = 0;
    }
  }

  void add(const KhmerSyllable& syllable, bool is_before_bare) {
    const std::u32string all = syllable.letter + syllable.below;
    if (pieces_.empty() || syllable.below.empty()) {
      pieces_.push_back(piece_of(pieces_.empty() ? all : all.substr(0, 1), syllable));
      return;
    }
    const bool is_bare = !piece_of(all, syllable).has_vowel();
    if (!is_bare && !is_parted(syllable)) return pieces_.push_back(piece_of(all, syllable));
    const bool is_breath = syllable.letter == U'ហ';  // spoken as the letter below it
    pieces_.push_back(piece_of(is_breath ? syllable.below : all.substr(0, 1), {}));
    pieces_.back().is_split = true;
    if (!is_bare || is_before_bare) pieces_.push_back(piece_of(syllable.below, syllable));
  }

  // A sonorant takes the series of what is before it.
  void govern() {
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      Piece& piece = pieces_[i];
      const bool is_sonorant = std::all_of(piece.letters.begin(), piece.letters.end(),
                                           [](char32_t c) { return is_one_of(kSonorants, c); });
      const bool follows = i > 0 && piece.series == 2 && is_sonorant && !is_shifted(piece.signs);
      piece.governed = follows ? pieces_[i - 1].governed : piece.series;
    }
  }

  // Letters without a vowel, up to a vowel or the end. Gives the piece after them.
  std::size_t append_run(std::string& latin, std::size_t at, bool& is_open) {
    std::size_t end = at;
    while (end < pieces_.size() && !pieces_[end].has_vowel()) ++end;
    std::size_t count = end - at;
    // Before a vowel and at the start of the word a pair would take the vowel's neighbour:
    // Ma-ka-ra.
    const bool is_unpaired = !is_open && count == 2 && end < pieces_.size() &&
                             !pieces_[at + 1].is_split && !pieces_[at + 1].signs.has(kBantoc);
    if (count % 2 == 1 || is_unpaired) {
      latin += is_open ? last_of(pieces_[at]) : first_of(pieces_[at]) + "a";
      ++at;
      --count;
    }
    if (is_unpaired) {
      latin += first_of(pieces_[at]) + "a";
      is_open = true;
      return end;
    }
    for (; at < end; at += 2) {
      latin += first_of(pieces_[at]) + unwritten_vowel(pieces_[at], pieces_[at + 1]) +
               last_of(pieces_[at + 1]);
    }
    is_open = count == 0 && !is_open;
    return end;
  }

  static std::string first_of(const Piece& piece) {
    std::string latin;
    const std::u32string& letters = piece.letters;
    for (std::size_t i = 0; i < letters.size(); ++i) {
      const bool is_alone = letters.size() == 1;
      if (letters[i] == U'ហ' && i + 1 < letters.size()) {
        if (letters[++i] == U'វ') {
          latin += 'f';
          continue;
        }
      }
      if (letters[i] == U'ប' && (!is_alone || piece.signs.has(kMuusikatoan))) {
        latin += 'p';
      } else if (const KhmerConsonant* found = consonant(letters[i])) {
        latin += found->first;
      }
    }
    return latin;
  }

  static std::string last_of(const Piece& piece) {
    const KhmerConsonant* found = consonant(piece.letters.front());
    return found == nullptr ? "" : std::string(found->last);
  }

  static std::string unwritten_vowel(const Piece& piece, const Piece& last) {
    const char32_t end = last.letters.front();
    if (last.is_split || last.is_shortened) {
      if (piece.series == 1) return "a";
      if (is_one_of(kVelars, end)) return "ea";
      return end == U'ង' ? "o" : "a";
    }
    if (last.signs.has(kBantoc)) return piece.series == 1 ? "a" : "o";
    return piece.series == 1 && end == U'ល' ? "a" : "o";
  }

  // The letter that ends the syllable of the piece, or 0: a next piece without a vowel that is not
  // the first of a pair.
  char32_t end_of(std::size_t at) const {
    std::size_t end = at + 1;
    while (end < pieces_.size() && !pieces_[end].has_vowel()) ++end;
    return (end - at - 1) % 2 == 1 ? pieces_[at + 1].letters.front() : 0;
  }

  std::string vowel_of(std::size_t at) const {
    const Piece& piece = pieces_[at];
    const KhmerSyllable& signs = piece.signs;
    std::string latin(vowel_letter(piece.letters.front()));
    const char32_t end = end_of(at);
    if (signs.has(kSamyokSannya)) return latin + short_a(piece, end);
    std::uint8_t series = piece.series;
    const bool is_light = end == 0 || (at > 0 && pieces_[at - 1].is_split);
    if ((signs.has(kAa) || signs.has(kYuukaleapintu)) && is_light) series = piece.governed;
    // Vanny, but Srey.
    if (signs.has(kIi) && piece.letters == U"ណ") series = 2;
    KhmerSyllable left = signs;
    for (const KhmerVowel& vowel : kKhmerVowels) {
      if (!left.has(vowel.sign) || (vowel.second != 0 && !left.has(vowel.second))) continue;
      latin += vowel.latin[series - 1];
      left.remove(vowel.sign);
      if (vowel.second != 0) left.remove(vowel.second);
    }
    return latin;
  }

  static std::string short_a(const Piece& piece, char32_t end) {
    if (end == U'យ') return piece.series == 1 ? "a" : "e";
    return piece.series == 2 && is_one_of(kVelars, end) ? "ea" : "a";
  }

  std::vector<Piece> pieces_;
};

}  // namespace

void append_romanised(std::string& latin, std::u32string_view& text) {
  std::vector<KhmerSyllable> syllables;
  while (!text.empty()) {
    const KhmerSyllable syllable = take_khmer_syllable(text);
    if (syllable.empty()) break;
    syllables.push_back(syllable);
  }
  latin += Word(syllables).romanised();
}

}  // namespace scrutineer::roll
