#include "simulate/plant.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include <fmt/core.h>

#include "base/csv.hpp"

namespace scrutineer {
namespace {

constexpr int kMostTries = 200;

constexpr std::array<std::string_view, kErrorKinds> kNames = {
    "broken-sum",      "swapped-parties",  "shifted",         "transposed-digits",
    "tenfold",         "tenfold-in-total", "one-digit",       "identical-form",
    "near-copy",       "above-registered", "repeated-return", "decrease",
    "missing-station", "unknown-station"};

Votes sum(const std::vector<Votes>& values) {
  return std::accumulate(values.begin(), values.end(), Votes{0});
}

// The totals as the parties' votes make them; ballots handed out stay, if there are enough.
void follow(StationForm& form) {
  form.valid = sum(form.votes);
  form.cast = form.valid + form.invalid;
  form.issued = std::max(form.issued, form.cast);
}

class Planter {
 public:
  Planter(const Country& country, const PlantRequest& request, Random random,
          std::vector<StationForm>& forms, Simulation& simulation)
      : country_(country),
        request_(request),
        random_(random),
        forms_(forms),
        simulation_(simulation),
        used_(forms.size(), false) {}

  void run() {
    for (const ErrorKind kind : request_.kinds) {
      for (std::size_t i = 0; i < request_.of_each && !forms_.empty(); ++i) plant(kind);
    }
    std::vector<StationForm> kept;
    for (std::size_t f = 0; f < forms_.size(); ++f) {
      if (std::find(gone_.begin(), gone_.end(), f) == gone_.end()) kept.push_back(forms_[f]);
    }
    kept.insert(kept.end(), later_.begin(), later_.end());
    forms_ = std::move(kept);
  }

 private:
  void plant(ErrorKind kind) {
    for (int attempt = 0; attempt < kMostTries; ++attempt) {
      const std::size_t f = random_.below(forms_.size());
      if (used_[f]) continue;
      const StationForm before = forms_[f];
      StationForm after = before;
      copied_.clear();
      if (!change(kind, f, after)) continue;
      used_[f] = true;
      if (kind == ErrorKind::missing_station) gone_.push_back(f);
      if (kind == ErrorKind::repeated_return || kind == ErrorKind::decrease) {
        later_.push_back(before);
        later_.back().revision = 1;
      }
      if (kind == ErrorKind::unknown_station) {
        add_unknown(after);
        return;
      }
      forms_[f] = after;
      // A decrease happens from the first revision to the one that was there before.
      if (kind == ErrorKind::decrease) {
        note(kind, after, before);
      } else {
        note(kind, before, after);
      }
      return;
    }
  }

  // Whether the form suits; `form` is what it becomes.
  bool change(ErrorKind kind, std::size_t f, StationForm& form) {
    switch (kind) {
      case ErrorKind::broken_sum:
        return break_sum(form);
      case ErrorKind::swapped_parties:
        return swap(form);
      case ErrorKind::shifted:
        return shift(form);
      case ErrorKind::transposed_digits:
        return change_count(form, [this](Votes v) { return transposed(v); });
      case ErrorKind::tenfold:
        return change_count(form, [this](Votes v) { return tenfold(v); });
      case ErrorKind::tenfold_in_total:
        if (!change_count(form, [this](Votes v) { return tenfold(v); })) return false;
        follow(form);
        return true;
      case ErrorKind::one_digit:
        return change_count(form, [this](Votes v) { return another_digit(v); });
      case ErrorKind::identical_form:
      case ErrorKind::near_copy:
        return copy_neighbour(kind, f, form);
      case ErrorKind::above_registered:
        return exceed(form);
      case ErrorKind::decrease:
        return add_votes(form);
      case ErrorKind::repeated_return:
      case ErrorKind::missing_station:
      case ErrorKind::unknown_station:
        return true;
    }
    return false;
  }

  bool break_sum(StationForm& form) {
    const Votes by = random_.between(1, 9);
    form.valid += form.valid > by && random_.below(2) == 0 ? -by : by;
    return true;
  }

  // One of the two has a tenth of the votes or more: an exchange of two and three votes is none
  // that anybody would look for.
  bool swap(StationForm& form) {
    const std::size_t a = random_.below(form.votes.size()), b = random_.below(form.votes.size());
    if (10 * form.votes[a] < form.valid || form.votes[a] == form.votes[b]) return false;
    std::swap(form.votes[a], form.votes[b]);
    return true;
  }

  bool shift(StationForm& form) {
    const std::size_t parties = form.votes.size();
    if (parties < 3) return false;
    const auto first = static_cast<std::ptrdiff_t>(random_.below(parties - 2));
    const auto last = static_cast<std::ptrdiff_t>(
        random_.between(first + 2, static_cast<std::ptrdiff_t>(parties) - 1));
    const auto begin = form.votes.begin() + first, end = form.votes.begin() + last + 1;
    const std::vector<Votes> before(begin, end);
    std::rotate(begin, random_.below(2) == 0 ? begin + 1 : end - 1, end);
    // Where equal counts leave only two that differ, it is an exchange as well.
    std::size_t different = 0;
    for (std::size_t i = 0; i < before.size(); ++i)
      different += begin[static_cast<std::ptrdiff_t>(i)] != before[i] ? 1 : 0;
    return *begin != before.front() && *(end - 1) != before.back() && different > 2;
  }

  template <typename NewCount>
  bool change_count(StationForm& form, NewCount new_count) {
    Votes& count = form.votes[random_.below(form.votes.size())];
    const std::optional<Votes> changed = new_count(count);
    if (!changed || *changed == count) return false;
    count = *changed;
    return true;
  }

  std::optional<Votes> transposed(Votes count) {
    std::string digits = std::to_string(count);
    if (digits.size() < 2) return std::nullopt;
    const std::size_t at = random_.below(digits.size() - 1);
    std::swap(digits[at], digits[at + 1]);
    if (digits[0] == '0') return std::nullopt;
    return std::stoll(digits);
  }

  std::optional<Votes> tenfold(Votes count) {
    if (count >= 10 && random_.below(2) == 0) return count / 10;
    if (count == 0) return std::nullopt;
    return count * 10 + random_.between(0, 1) * random_.between(0, 9);
  }

  std::optional<Votes> another_digit(Votes count) {
    std::string digits = std::to_string(count);
    const std::size_t at = random_.below(digits.size());
    digits[at] = static_cast<char>('0' + random_.below(10));
    if (digits[0] == '0' && digits.size() > 1) return std::nullopt;
    return std::stoll(digits);
  }

  const std::string& id_of(const StationForm& form) const {
    return country_.election.units[country_.stations[form.station].value].id;
  }

  std::optional<UnitIndex> commune(const StationForm& form) const {
    return country_.election.units[country_.stations[form.station].value].parent;
  }

  // A form of the same commune that nothing was planted in; forms of a commune stand together.
  std::optional<std::size_t> neighbour(std::size_t f) {
    std::vector<std::size_t> others;
    for (std::size_t g = f; g-- > 0 && commune(forms_[g]) == commune(forms_[f]);) {
      if (!used_[g]) others.push_back(g);
    }
    for (std::size_t g = f + 1; g < forms_.size() && commune(forms_[g]) == commune(forms_[f]);
         ++g) {
      if (!used_[g]) others.push_back(g);
    }
    if (others.empty()) return std::nullopt;
    return others[random_.below(others.size())];
  }

  bool copy_neighbour(ErrorKind kind, std::size_t f, StationForm& form) {
    const auto donor = neighbour(f);
    if (!donor || forms_[*donor].cast + 2 > form.registered) return false;
    const StationForm& copied = forms_[*donor];
    form.votes = copied.votes;
    form.invalid = copied.invalid;
    form.issued = copied.issued;
    if (kind == ErrorKind::near_copy) {
      const std::size_t to = random_.below(form.votes.size()),
                        from = random_.below(form.votes.size());
      if (random_.below(2) == 0 && from != to && form.votes[from] > 0) {
        --form.votes[from];
        ++form.votes[to];
      } else {
        form.votes[to] += random_.between(1, 2);
      }
    }
    follow(form);
    used_[*donor] = true;
    copied_ = id_of(copied);
    return true;
  }

  bool exceed(StationForm& form) {
    const Votes more = form.registered - form.cast + random_.between(1, 40);
    *std::max_element(form.votes.begin(), form.votes.end()) += more;
    follow(form);
    return true;
  }

  bool add_votes(StationForm& form) {
    const Votes room = std::min<Votes>(40, form.registered - form.cast);
    if (room < 1) return false;
    form.votes[random_.below(form.votes.size())] += random_.between(1, room);
    follow(form);
    return true;
  }

  std::vector<std::pair<std::string, Votes>> counts(const StationForm& form) const {
    std::vector<std::pair<std::string, Votes>> all = {{"issued", form.issued},
                                                      {"cast", form.cast},
                                                      {"valid", form.valid},
                                                      {"invalid", form.invalid}};
    for (std::size_t p = 0; p < form.votes.size(); ++p) {
      all.emplace_back(country_.election.parties[p].id, form.votes[p]);
    }
    return all;
  }

  void note(ErrorKind kind, const StationForm& before, const StationForm& after) {
    PlantedError error;
    error.kind = kind;
    error.source = request_.source;
    error.unit = id_of(before);
    error.copy_of = copied_;
    const auto a = counts(before), b = counts(after);
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i].second == b[i].second) continue;
      const char* separator = error.fields.empty() ? "" : ";";
      error.fields += separator + a[i].first;
      error.before += separator + std::to_string(a[i].second);
      error.after += separator + std::to_string(b[i].second);
    }
    simulation_.planted.push_back(std::move(error));
  }

  // The form under the code of a station that nobody has heard of.
  void add_unknown(const StationForm& form) {
    const std::string& source = country_.election.sources[request_.source.value].id;
    std::string& file = simulation_.unknown["returns/" + source + ".csv"];
    std::vector<std::string> names{"unit", "registered"}, cells;
    PlantedError error;
    error.kind = ErrorKind::unknown_station;
    error.source = request_.source;
    error.unit = fmt::format("unknown-{:04}", ++unknown_);
    cells = {error.unit, std::to_string(form.registered)};
    for (const auto& [name, count] : counts(form)) {
      names.push_back(name);
      cells.push_back(std::to_string(count));
    }
    if (file.empty()) append_csv_header(file, names);
    append_csv_row(file, cells);
    simulation_.planted.push_back(std::move(error));
  }

  const Country& country_;
  const PlantRequest& request_;
  Random random_;
  std::vector<StationForm>& forms_;
  Simulation& simulation_;
  std::vector<bool> used_;
  std::vector<std::size_t> gone_;
  std::vector<StationForm> later_;
  std::string copied_;
  std::size_t unknown_ = 0;
};

}  // namespace

std::string_view name_of(ErrorKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

void plant_errors(const Country& country, const PlantRequest& request, Random random,
                  std::vector<StationForm>& forms, Simulation& simulation) {
  Planter(country, request, random, forms, simulation).run();
}

}  // namespace scrutineer
