// Small files of each format for the tests, made up by hand.
#pragma once

#include <string>

namespace scrutineer::testing {

// Two precincts of a county, a contest of persons, a measure, and ballots cast.
inline const std::string kNistJson = R"({
 "@type": "ElectionResults.ElectionReport",
 "Format": "precinct-level", "GeneratedDate": "2024-05-06T10:00:00+02:00",
 "Issuer": "County of Example", "IssuerAbbreviation": "Ex", "SequenceStart": 1, "SequenceEnd": 1,
 "Status": "certified", "VendorApplicationId": "by hand",
 "GpUnit": [
  {"@type": "ElectionResults.ReportingUnit", "@id": "county", "Type": "county",
   "ComposingGpUnitIds": ["P1", "P2"],
   "Name": {"@type": "ElectionResults.InternationalizedText",
            "Text": [{"@type": "ElectionResults.LanguageString", "Content": "Example", "Language": "en"}]}},
  {"@type": "ElectionResults.ReportingUnit", "@id": "P1", "Type": "precinct", "VotersRegistered": 50},
  {"@type": "ElectionResults.ReportingUnit", "@id": "P2", "Type": "precinct"}],
 "Party": [{"@type": "ElectionResults.Party", "@id": "green",
            "Name": {"Text": [{"Content": "Greens", "Language": "en"}]}}],
 "Election": [{
  "@type": "ElectionResults.Election", "StartDate": "2024-05-05", "EndDate": "2024-05-05",
  "Type": "general", "ElectionScopeId": "county",
  "Name": {"Text": [{"Content": "Mayor & measure", "Language": "en"},
                    {"Content": "Maire", "Language": "FR"}]},
  "BallotCounts": [{"GpUnitId": "P1", "Type": "total", "BallotsCast": 20}],
  "Candidate": [{"@id": "c-a", "BallotName": {"Text": [{"Content": "A <One>", "Language": "en"}]}},
                {"@id": "c-b", "PartyId": "green",
                 "BallotName": {"Text": [{"Content": "B", "Language": "en"}]}}],
  "Contest": [
   {"@type": "ElectionResults.CandidateContest", "@id": "mayor", "Name": "Mayor", "VotesAllowed": 1,
    "ElectionDistrictId": "county",
    "OtherCounts": [{"GpUnitId": "P1", "Overvotes": 1, "Undervotes": 2}],
    "ContestSelection": [
     {"@type": "ElectionResults.CandidateSelection", "@id": "s-a", "CandidateIds": ["c-a"],
      "VoteCounts": [{"GpUnitId": "P1", "Type": "total", "Count": 10},
                     {"GpUnitId": "P2", "Type": "election-day", "Count": 3},
                     {"GpUnitId": "P2", "Type": "absentee", "Count": 2},
                     {"GpUnitId": "P2", "Type": "absentee-mail", "Count": 2}]},
     {"@type": "ElectionResults.CandidateSelection", "@id": "s-b", "CandidateIds": ["c-b"],
      "VoteCounts": [{"GpUnitId": "P1", "Type": "total", "Count": 7},
                     {"GpUnitId": "P1", "Type": "early", "Count": 4},
                     {"GpUnitId": "P2", "Type": "total", "Count": 0}]}]},
   {"@type": "ElectionResults.BallotMeasureContest", "@id": "Q1", "Name": "Question 1",
    "ElectionDistrictId": "county",
    "ContestSelection": [
     {"@type": "ElectionResults.BallotMeasureSelection", "@id": "yes",
      "Selection": {"Text": [{"Content": "Yes", "Language": "en"}]},
      "VoteCounts": [{"GpUnitId": "P1", "Type": "total", "Count": 5}]}]}]}]}
)";

inline const std::string kEmlCount = R"(<?xml version="1.0" encoding="UTF-8"?>
<EML Id="510b" SchemaVersion="5" xmlns="urn:oasis:names:tc:evs:schema:eml" xmlns:kr="http://www.kiesraad.nl/extensions">
  <ManagingAuthority><AuthorityIdentifier Id="0042">Voorbeeld</AuthorityIdentifier></ManagingAuthority>
  <kr:CreationDateTime>2026-03-19T09:00:00</kr:CreationDateTime>
  <Count><Election>
    <ElectionIdentifier Id="GR2026_Voorbeeld">
      <ElectionName>Raad</ElectionName><ElectionCategory>GR</ElectionCategory>
      <kr:ElectionSubcategory>GR2</kr:ElectionSubcategory>
      <kr:ElectionDomain Id="0042">Voorbeeld</kr:ElectionDomain>
      <kr:ElectionDate>2026-03-18</kr:ElectionDate>
    </ElectionIdentifier>
    <Contests><Contest><ContestIdentifier Id="geen"/>
      <TotalVotes>
        <Selection><AffiliationIdentifier Id="1"><RegisteredName>Eerste</RegisteredName></AffiliationIdentifier><ValidVotes>7</ValidVotes></Selection>
        <Selection><Candidate><CandidateIdentifier Id="1"/></Candidate><ValidVotes>4</ValidVotes></Selection>
        <Selection><Candidate><CandidateIdentifier Id="2"/></Candidate><ValidVotes>3</ValidVotes></Selection>
        <Selection><AffiliationIdentifier Id="2"><RegisteredName/></AffiliationIdentifier><ValidVotes>1</ValidVotes></Selection>
        <Selection><Candidate><CandidateIdentifier Id="1"/></Candidate><ValidVotes>1</ValidVotes></Selection>
        <Cast>20</Cast><TotalCounted>8</TotalCounted>
        <RejectedVotes ReasonCode="ongeldig">1</RejectedVotes>
        <RejectedVotes ReasonCode="blanco">2</RejectedVotes>
        <UncountedVotes ReasonCode="toegelaten kiezers">11</UncountedVotes>
        <UncountedVotes ReasonCode="geen verklaring">0</UncountedVotes>
      </TotalVotes>
      <ReportingUnitVotes>
        <ReportingUnitIdentifier Id="0042::1">School</ReportingUnitIdentifier>
        <Selection><AffiliationIdentifier Id="1"><RegisteredName>Eerste</RegisteredName></AffiliationIdentifier><ValidVotes>7</ValidVotes></Selection>
        <Selection><Candidate><CandidateIdentifier Id="1"/></Candidate><ValidVotes>4</ValidVotes></Selection>
        <Selection><Candidate><CandidateIdentifier Id="2"/></Candidate><ValidVotes>3</ValidVotes></Selection>
        <Selection><AffiliationIdentifier Id="2"><RegisteredName/></AffiliationIdentifier><ValidVotes>1</ValidVotes></Selection>
        <Selection><Candidate><CandidateIdentifier Id="1"/></Candidate><ValidVotes>1</ValidVotes></Selection>
        <TotalCounted>8</TotalCounted>
      </ReportingUnitVotes>
    </Contest></Contests>
  </Election></Count>
</EML>
)";

inline const std::string kOpenElections =
    "county,precinct,office,district,candidate,party,votes,mail\n"
    "Adams,Ward 1,Registered Voters,,,,100,\n"
    "Adams,Ward 1,President,,Ann Lee,DEM,30,12\n"
    "Adams,Ward 1,President,,Bo Ray,REP,20,5\n"
    "Adams,Ward 1,President,,Over Votes,,1,\n"
    "Adams,Ward 1,State House,12,Cy Wu,DEM,25,\n"
    "Adams,Ward 1,Ballots Cast,,,,51,\n"
    "Adams,Ward 2,President,,Ann Lee,DEM,,8\n"
    "Adams,Ward 2,President,,Bo Ray,REP,9,\n"
    "Adams,Total,President,,Ann Lee,DEM,38,\n"
    "Adams,Total,President,,Bo Ray,REP,29,\n"
    "Bell,,President,,Ann Lee,DEM,4,\n"
    "Bell,,President,,Bo Ray,REP,6,\n";

}  // namespace scrutineer::testing
