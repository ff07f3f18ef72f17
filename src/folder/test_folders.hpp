// Folders in memory for the tests: one that is small and has every file, those under examples/, and
// the checks that every reading of a folder must pass.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "folder/folder.hpp"

namespace scrutineer::testing {

inline const std::string kSmallToml = R"(schema = 1

[election]
id = "small"
date = 2013-07-28
languages = ["en", "km"]
name_en = "A small election"
name_km = "ការបោះឆ្នោត"

[[contest]]
id = "assembly"
seats = 5
rule = "dhondt"
constituencies = "province"
ballot = "list"
threshold = { share = "1/20", of = "valid", scope = "contest" }

[[question]]
id = "majority"
contest = "assembly"
kind = "seats-at-least"
who = "both"
seats = 3

[[question]]
id = "next"
contest = "assembly"
kind = "seats-at-least"
who = "a"
unit = "north"
seats = 1

[[party]]
id = "a"
name_en = "A"
name_km = "ក"
color = "#1a9641"

[[party]]
id = "b"
name_en = "B"

[[coalition]]
id = "both"
parties = ["a", "b"]

[[reading]]
contest = "assembly"
rule = "sainte-lague"
source = "A commentary"

[[source]]
id = "nec"
role = "commission"

[[source]]
id = "watch"
role = "observer"
side = "ngo"
url = "https://example.org"
)";

// Every file of the format, in its canonical form.
inline FileContents small_folder() {
  return {
      {"election.toml", kSmallToml},
      {"units.csv",
       "unit,parent,level,name_en,name_km,seats,registered,lat,lon\n"
       "top,,country,Top,ប្រទេស,,1000,11.5,104.9\n"
       "north,top,province,North,,2,400,,\n"
       "south,top,province,South,,3,600,,\n"
       "N/01,north,station,,,,200,,\n"
       "N/02,north,station,,,,200,,\n"
       "s1,south,station,,,,600,,\n"},
      {"returns/nec.csv",
       "unit,revision,stated_at,registered,cast,a,a/chan,b\n"
       "N/01,0,2013-07-28T20:00+07:00,200,150,90,50,60\n"
       "N/01,1,2013-07-29,200,150,91,50,59\n"
       "N/02,0,,200,100,40,,60\n"
       "north,0,,,,131,,119\n"
       "s1,0,,600,,0,,300\n"},
      {"returns/watch.csv", "unit,a,b\nN/01,90,60\n"},
      {"claims.csv",
       "id,source,of,date,kind,unit,party,value,low,high,confidence,way,corrects,language,url,"
       "note\n"
       "m1,watch,nec,2013-08,margin,north,a,12,,,,switch,,,,\n"
       "s1,watch,,2013,share,,a,2/5,7/20,9/20,19/20,,,km,https://example.org/1,Quick count\n"
       "s2,nec,,,seats,north,b,1,,,,,s3,,,As stated\n"
       "s3,nec,,,seats,north,b,0,,,,,,,,As stated first\n"},
      {"cases.csv",
       "id,kind,units,filed_at,by,against,category,status,name_en,name_km\n"
       "c1,complaint,N/01;N/02,2013-07-29,watch,nec,counting,open,A complaint,បណ្ដឹង\n"},
      {"doubts.csv",
       "id,units,way,low,high,from,to,confidence,status,source,case,citation,note\n"
       "d1,N/01;N/02,switchable,0,20,a,b,,alleged,watch,c1,A report,\n"
       "d2,N/01,alternatives,0,,,,,established,nec,,,Two copies differ\n"
       "d3,,addable,0,all,,,19/20,admitted,nec,,,\n"},
      {"doubt_votes.csv",
       "doubt,unit,alternative,party,votes\n"
       "d2,N/01,first,a,90\nd2,N/01,first,b,60\nd2,N/01,second,a,60\nd2,N/01,second,b,90\n"},
      {"accounts.csv",
       "id,case,source,date,what,place\n"
       "a1,c1,watch,2013-07-28T16:00Z,\"They saw, as they say, a \"\"second\"\" copy.\",Hall\n"},
      {"rulings.csv",
       "id,case,body,date,decision,votes_changed,citation\n"
       "r1,c1,nec,2013-08-01,recount,2,Minutes\n"},
      {"panel/members.csv", "id,side,name,role\nm1,ngo,Watch,observer\n"},
      {"panel/items.csv",
       "id,title_en,title_km,proposed_by,state,date\ni1,Recount,រាប់ឡើងវិញ,watch,open,2013-08\n"},
      {"panel/positions.csv", "item,side,date,position\ni1,ngo,2013-08,Recount all\n"},
      {"panel/resolutions.csv",
       "id,item,date,text_en,text_km,adopted_by\n"
       "x1,i1,2013-08-02,A recount,ការរាប់ឡើងវិញ,ngo\n"},
  };
}

// The same with what was found about its roll.
inline FileContents small_folder_with_roll() {
  FileContents files = small_folder();
  files["roll/flow.csv"] =
      "class,entries\nold,1000\nnew,1010\nunchanged,700\nchanged,100\nmoved,80\nambiguous,20\n"
      "removed,100\nadded,110\n";
  files["roll/units.csv"] =
      "unit,old,new,unchanged,changed,moved_out,moved_in,ambiguous_old,ambiguous_new,removed,added,"
      "removed_persons,removed_persons_low,removed_persons_high\n"
      "north,400,430,300,40,30,50,10,10,20,30,18,11,29\n"
      "South,600,,400,60,50,,,,80,80,75,60,90\n"
      "Elsewhere,,,,,,,,,,,,,\n";
  files["roll/removals.csv"] =
      "figure,value,low,high,confidence,source,note\n"
      "apparent,100,,,,roll diff,Entries without a link\n"
      "missed_share,0.06,0.04,0.09,0.95,judged pairs,\n"
      "removed,94,88,99,0.95,judged pairs,\n"
      "wrongful_by_audit,9,4,15,0.95,visits,\n"
      "duplicates,,10,20,,a commission,\n"
      "duplicates,30,,,,a party,\n";
  files["roll/audits.csv"] =
      "audit,date,asked,share,low,high,margin,people,clusters,direction,source,note\n"
      "Visits,2013-02,names_on_the_roll,10.4%,0.08,0.13,0.025,4900,414,list-to-people,A paper,Not "
      "found\n"
      "Visits,2013-02,eligible_people,83%,,,0.025,4900,414,people-to-list,A paper,Registered\n"
      "Other,,not_stated,,,,,,,,A letter,Some were not found\n";
  files["roll/snapshots.csv"] = "snapshot,date,entries,sha256\nold,2012-12,1000," +
                                std::string(64, 'a') + "\nnew,,1010," + std::string(64, '0') + "\n";
  files["roll/disparity.csv"] =
      "test,value,low,high,p,note\nrate_ratio_per_10_points,1.2,0.97,1.48,0.09,\n"
      "placebo_difference,-0.03,,,0.7,\nword,,,,,consistent_with_chance\n";
  files["roll/doubts.csv"] =
      "id,way,low,high,confidence,status,source,note\n"
      "wrongful-removals,addable,4,15,19/20,alleged,watch,Each at most one vote\n";
  return files;
}

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// The data files of a folder on disk; those of an audit are no part of the election.
inline FileContents files_of(const std::filesystem::path& folder) {
  FileContents files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const auto extension = entry.path().extension();
    if (!entry.is_regular_file() || (extension != ".csv" && extension != ".toml")) continue;
    const std::string name = entry.path().lexically_relative(folder).generic_string();
    if (!name.starts_with("audit/")) files[name] = bytes_of(entry.path());
  }
  return files;
}

// The folders under examples/ that hold an election.
inline std::vector<std::filesystem::path> example_folders() {
  std::vector<std::filesystem::path> folders;
  const std::filesystem::path examples = std::string(SCRUTINEER_SOURCE_DIR) + "/examples";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(examples)) {
    if (entry.path().filename() == "election.toml") folders.push_back(entry.path().parent_path());
  }
  return folders;
}

inline std::vector<std::string> sentences(const Errors& errors) {
  std::vector<std::string> result;
  for (const Error& error : errors) result.push_back(to_sentence(error));
  return result;
}

// The sentences of a folder's errors; none where it is read.
inline std::vector<std::string> sentences(const FileContents& files) {
  const auto folder = parse_folder(files);
  return folder ? std::vector<std::string>() : sentences(folder.error());
}

// What is wrong with an error as a message to a person, or nothing: it names a file of the folder,
// says what was expected, and is UTF-8 throughout.
inline std::string fault_of(const Error& error) {
  if (error.file.empty()) return "no file";
  if (error.row < 0) return "a negative row";
  if (error.message.empty() && error.expected.empty()) return "nothing is expected";
  if (find_invalid_utf8(to_sentence(error)) != std::string::npos) return "not UTF-8";
  return "";
}

// Reads the folder; what is read must come back from its canonical form, and errors must be fit to
// be shown. Gives whether it was read.
inline bool reads_soundly(const FileContents& files) {
  const auto folder = parse_folder(files);
  if (!folder) {
    EXPECT_FALSE(folder.error().empty());
    for (const Error& error : folder.error()) EXPECT_EQ(fault_of(error), "") << to_sentence(error);
    return false;
  }
  const FileContents canonical = canonical_files(*folder);
  const auto again = parse_folder(canonical);
  if (!again) {
    ADD_FAILURE() << to_sentence(again.error().front());
  } else {
    EXPECT_EQ(canonical_files(*again), canonical);
  }
  return true;
}

}  // namespace scrutineer::testing
