using System.Globalization;
using ELearning.Content;
using static ELearning.Content.ComplianceStatus;

namespace ELearning.Tests.Compliance;

/// <summary>
/// Standings worked out by hand from the text of the policy, each with its clause and its arithmetic. Hours are 学时 of 2,700 seconds; a member is
/// described in words: <c>Rural 2019-01-01..2019-06-30</c> is a category, <c>Secretary@Rural</c> a post in an organisation of that sector (<c>@o</c>: one
/// without), <c>Class 8h 2019-03-01 County #a</c> a credit with the level of its venue and its source; see <see cref="Build"/> for the rest.
/// </summary>
public sealed class StandingTableTests
{
    [Theory]
    // R1
    [InlineData("Rural", "Online 16h 2019-05-01", "R1", 2019, "2020-01-01", "16/16h", Compliant, "一.3 农村 16: 16 of 16")]
    [InlineData(
        "Rural",
        "Online 43199s 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "43199s/16h",
        BelowNorm,
        "一.3 一般不少于16: 16 × 2700 = 43200 s, one second short"
    )]
    [InlineData("Rural", "Online 43201s 2019-05-01", "R1", 2019, "2020-01-01", "43201s/16h", Compliant, "一.3: one second more than 43200")]
    [InlineData("Rural", "", "R1", 2019, "2019-12-31", "0/16h", OnTrack, "一.3: 31 December is a day of the window, it has not ended")]
    [InlineData("Rural", "", "R1", 2019, "2020-01-01", "0/16h", BelowNorm, "一.3 一般不少于: ended and missed by 16")]
    [InlineData("Rural", "", "R1", 2019, "2018-12-31", "0/16h", OnTrack, "一.3: asked before the year has begun")]
    [InlineData("Rural", "Online 16h 2018-12-31", "R1", 2019, "2020-01-01", "0/16h", BelowNorm, "§3: 31 December 2018 is another year, no carry-over")]
    [InlineData("Rural", "Online 16h 2020-01-01", "R1", 2019, "2020-02-01", "0/16h", BelowNorm, "§3: 1 January 2020 is another year")]
    [InlineData("Rural", "Online 8h 2019-01-01; Online 8h 2019-12-31", "R1", 2019, "2020-01-01", "16/16h", Compliant, "§3: both ends inclusive, 8 + 8 = 16")]
    [InlineData("Rural", "Online 40h 2018-06-01; Online 4h 2019-06-01", "R1", 2019, "2020-01-01", "4/16h", BelowNorm, "§3 no carry-over: 4 of 16")]
    [InlineData(
        "Rural",
        "Online 2h 2019-05-01; GroupViewing 2h 2019-05-01; Class 2h 2019-05-01; Lecture 2h 2019-05-01; Field 2h 2019-05-01; External 2h 2019-05-01; Seminar 2h 2019-05-01; ThemedActivity 2h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "16/16h",
        Compliant,
        "§3: every form, 8 forms × 2 = 16"
    )]
    [InlineData("Rural", "Class 16h 2019-05-01; reversed", "R1", 2019, "2020-01-01", "0/16h", BelowNorm, "§3: 16 − 16 = 0")]
    [InlineData("Rural", "Class 16h 2019-05-01; reversed; Class 10h 2019-05-01", "R1", 2019, "2020-01-01", "10/16h", BelowNorm, "§3: 16 − 16 + 10 = 10")]
    [InlineData("Rural 2019-12-01..", "", "R1", 2019, "2020-01-01", "0/16h", BelowNorm, "§3: no proration for who came in December")]
    [InlineData(
        "Rural; CommitteeMember@Rural",
        "Class 16h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "16/24h leader",
        BelowNorm,
        "一.3 班子成员 24: 16 of 24, missing 8"
    )]
    [InlineData("Rural; CommitteeMember@Rural", "Class 24h 2019-05-01", "R1", 2019, "2020-01-01", "24/24h leader", Compliant, "一.3 班子成员 24: 24 of 24")]
    [InlineData(
        "Rural; LeadingCommitteeMember@Rural",
        "Class 23h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "23/24h leader",
        BelowNorm,
        "一.3: 23 of 24, missing 1"
    )]
    [InlineData(
        "Rural; Secretary@Rural",
        "Class 20h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "20/24h leader",
        BelowNorm,
        "一.3: a secretary is of the committee, 20 of 24"
    )]
    [InlineData(
        "Rural; FirstSecretary@Rural",
        "Class 20h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "20/24h leader",
        BelowNorm,
        "§1: 第一书记 as SECRETARY for figures, 20 of 24"
    )]
    [InlineData(
        "Rural; PartyBuildingInstructor@Rural",
        "Class 16h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "16/16h",
        Compliant,
        "一.3: an instructor is a leader in R5 only"
    )]
    [InlineData(
        "Rural; VillageOfficial@Rural",
        "Class 16h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "16/16h",
        Compliant,
        "一.3: a village official is not of the committee"
    )]
    [InlineData("Rural; Talent@Rural", "Class 16h 2019-05-01", "R1", 2019, "2020-01-01", "16/16h", Compliant, "一.3: a talent is not of the committee")]
    [InlineData(
        "Rural; Secretary@o",
        "Class 16h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "16/24h leader",
        BelowNorm,
        "§1: no sector gives the tier of the own category"
    )]
    [InlineData(
        "Rural; Secretary@nowhere",
        "Class 16h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "16/24h leader",
        BelowNorm,
        "§1: an organisation not known has no sector"
    )]
    [InlineData(
        "Rural; Secretary@Community",
        "Class 16h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "16/16h",
        Compliant,
        "§1: a post counts where it is held, not in R1"
    )]
    [InlineData(
        "Rural; CommitteeMember@Rural 2015-01-01..2019-12-30",
        "Class 16h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "16/16h",
        Compliant,
        "§3: as held on 31 December; the post ended the day before"
    )]
    [InlineData(
        "Rural; CommitteeMember@Rural 2015-01-01..2019-12-31",
        "Class 16h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "16/24h leader",
        BelowNorm,
        "§3: as held on 31 December, its last day"
    )]
    [InlineData(
        "Rural; CommitteeMember@Rural 2019-12-31..",
        "Class 16h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "16/24h leader",
        BelowNorm,
        "§3: as held on 31 December, its first day"
    )]
    [InlineData(
        "Rural; CommitteeMember@Rural 2020-01-01..",
        "Class 16h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "16/16h",
        Compliant,
        "§3: as held at the window's end, not today"
    )]
    [InlineData(
        "Rural; CommitteeMember@Rural 2019-07-01..",
        "Class 16h 2019-05-01",
        "R1",
        2019,
        "2019-06-30",
        "16/16h",
        Compliant,
        "§3: as held today, the post begins tomorrow"
    )]
    [InlineData("Rural; void CommitteeMember@Rural", "Class 16h 2019-05-01", "R1", 2019, "2020-01-01", "16/16h", Compliant, "a voided post counts for nothing")]
    [InlineData("Rural", "Online 16h 2014-05-01", "R1", 2014, "2015-01-01", "16/16h", Compliant, "§3: the figures go on after 2013")]
    [InlineData("Rural 2000-01-01..", "Class 15h 2009-05-01", "R1", 2009, "2010-01-01", "15/16h", BelowNorm, "一.1 从2009年起: 15 of 16, missing 1")]
    // R2
    [InlineData("Community", "Online 16h 2019-05-01", "R2", 2019, "2020-01-01", "16/16h", Compliant, "一.3 社区 16")]
    [InlineData("Community", "Online 15h 2019-05-01", "R2", 2019, "2020-01-01", "15/16h", BelowNorm, "一.3 社区: 15 of 16, missing 1")]
    [InlineData(
        "Community; CommitteeMember@Community",
        "Online 16h 2019-05-01",
        "R2",
        2019,
        "2020-01-01",
        "16/24h leader",
        BelowNorm,
        "一.3 班子成员: 16 of 24, missing 8"
    )]
    [InlineData(
        "Community; CommitteeMember@Rural",
        "Online 16h 2019-05-01",
        "R2",
        2019,
        "2020-01-01",
        "16/16h",
        Compliant,
        "§1: the post is held in a village"
    )]
    [InlineData(
        "Community; CommitteeMember@o",
        "Online 24h 2019-05-01",
        "R2",
        2019,
        "2020-01-01",
        "24/24h leader",
        Compliant,
        "§1: no sector, tier of the own category, 24 of 24"
    )]
    // R3
    [InlineData("Government", "Online 24h 2019-05-01", "R3", 2019, "2020-01-01", "24/24h", Compliant, "一.3 党政机关 24")]
    [InlineData("Government", "Online 23h 2019-05-01", "R3", 2019, "2020-01-01", "23/24h", NonCompliant, "一.3 不少于 without 一般: 23 of 24, missing 1")]
    [InlineData("Government", "Online 64799s 2019-05-01", "R3", 2019, "2020-01-01", "64799s/24h", NonCompliant, "一.3: 24 × 2700 = 64800 s, one second short")]
    [InlineData("Government", "Online 23h 2019-05-01", "R3", 2019, "2019-12-31", "23/24h", OnTrack, "一.3: not ended")]
    [InlineData("PublicInstitution", "Online 24h 2019-05-01", "R3", 2019, "2020-01-01", "24/24h", Compliant, "一.3 事业单位 24")]
    [InlineData("PublicInstitution", "", "R3", 2019, "2020-01-01", "0/24h", NonCompliant, "一.3 事业单位 不少于24")]
    [InlineData(
        "Government; LeadingCommitteeMember@Government",
        "Online 24h 2019-05-01",
        "R3",
        2019,
        "2020-01-01",
        "24/40h leader",
        NonCompliant,
        "一.3 领导班子成员不少于40: missing 16"
    )]
    [InlineData("Government; Secretary@Government", "Online 40h 2019-05-01", "R3", 2019, "2020-01-01", "40/40h leader", Compliant, "一.3: 40 of 40")]
    [InlineData(
        "Government; FirstSecretary@Government",
        "Online 39h 2019-05-01",
        "R3",
        2019,
        "2020-01-01",
        "39/40h leader",
        NonCompliant,
        "§1: as SECRETARY, 39 of 40"
    )]
    [InlineData(
        "Government; CommitteeMember@Government",
        "Online 24h 2019-05-01",
        "R3",
        2019,
        "2020-01-01",
        "24/24h",
        Compliant,
        "§3: a branch committee member of a bureau has the ordinary figure"
    )]
    [InlineData(
        "Government; Secretary@PublicInstitution",
        "Online 24h 2019-05-01",
        "R3",
        2019,
        "2020-01-01",
        "24/40h leader",
        NonCompliant,
        "§1: both sectors belong to R3, 24 of 40"
    )]
    [InlineData(
        "PublicInstitution; LeadingCommitteeMember@Government",
        "Online 40h 2019-05-01",
        "R3",
        2019,
        "2020-01-01",
        "40/40h leader",
        Compliant,
        "§1: both sectors belong to R3"
    )]
    [InlineData(
        "Government; Secretary@Rural",
        "Online 24h 2019-05-01",
        "R3",
        2019,
        "2020-01-01",
        "24/24h",
        Compliant,
        "§1: a bureau's official who is secretary of a village: R3's ordinary figure"
    )]
    [InlineData(
        "Government; FirstSecretary@Rural",
        "Online 24h 2019-05-01",
        "R3",
        2019,
        "2020-01-01",
        "24/24h",
        Compliant,
        "§1: 驻村第一书记: R3's ordinary figure"
    )]
    [InlineData(
        "Government; Secretary@o",
        "Online 24h 2019-05-01",
        "R3",
        2019,
        "2020-01-01",
        "24/40h leader",
        NonCompliant,
        "§1: a township's committee has no sector, tier of the own category"
    )]
    [InlineData("Government; Secretary@nowhere", "Online 40h 2019-05-01", "R3", 2019, "2020-01-01", "40/40h leader", Compliant, "§1: not known, no sector")]
    [InlineData(
        "Government; Secretary@StateEnterprise",
        "Online 24h 2019-05-01",
        "R3",
        2019,
        "2020-01-01",
        "24/24h",
        Compliant,
        "§1: STATE_ENTERPRISE belongs to R4"
    )]
    [InlineData(
        "Government; PartyBuildingInstructor@NewOrganisation",
        "Online 24h 2019-05-01",
        "R3",
        2019,
        "2020-01-01",
        "24/24h",
        Compliant,
        "§1: the instructor's tier is R5's"
    )]
    [InlineData(
        "Government; void Secretary@Government",
        "Online 24h 2019-05-01",
        "R3",
        2019,
        "2020-01-01",
        "24/24h",
        Compliant,
        "a voided post counts for nothing"
    )]
    [InlineData(
        "Government; PublicInstitution",
        "Online 24h 2019-05-01",
        "R3",
        2019,
        "2020-01-01",
        "24/24h",
        Compliant,
        "一.3: both categories are one rule, listed once"
    )]
    // R4
    [InlineData("StateEnterprise", "Online 24h 2019-05-01", "R4", 2019, "2020-01-01", "24/24h", Compliant, "一.3 国有企业 24")]
    [InlineData("StateEnterprise", "Online 23h 2019-05-01", "R4", 2019, "2020-01-01", "23/24h", BelowNorm, "一.3 一般不少于: 23 of 24, a norm only")]
    [InlineData("Financial", "Online 24h 2019-05-01", "R4", 2019, "2020-01-01", "24/24h", Compliant, "一.3 金融机构 24")]
    [InlineData("Financial", "", "R4", 2019, "2020-01-01", "0/24h", BelowNorm, "一.3 金融机构: missing 24")]
    [InlineData(
        "StateEnterprise; LeadingCommitteeMember@StateEnterprise",
        "Online 24h 2019-05-01",
        "R4",
        2019,
        "2020-01-01",
        "24/40h leader",
        BelowNorm,
        "一.3 领导班子成员一般不少于40: missing 16"
    )]
    [InlineData("Financial; Secretary@Financial", "Online 40h 2019-05-01", "R4", 2019, "2020-01-01", "40/40h leader", Compliant, "一.3: 40 of 40")]
    [InlineData(
        "Financial; Secretary@StateEnterprise",
        "Online 24h 2019-05-01",
        "R4",
        2019,
        "2020-01-01",
        "24/40h leader",
        BelowNorm,
        "§1: both sectors belong to R4"
    )]
    [InlineData(
        "StateEnterprise; CommitteeMember@StateEnterprise",
        "Online 24h 2019-05-01",
        "R4",
        2019,
        "2020-01-01",
        "24/24h",
        Compliant,
        "§1: R4 knows only 领导班子"
    )]
    [InlineData(
        "StateEnterprise; LeadingCommitteeMember@o",
        "Online 24h 2019-05-01",
        "R4",
        2019,
        "2020-01-01",
        "24/40h leader",
        BelowNorm,
        "§1: no sector, tier of the own category"
    )]
    [InlineData(
        "StateEnterprise; Secretary@Government",
        "Online 24h 2019-05-01",
        "R4",
        2019,
        "2020-01-01",
        "24/24h",
        Compliant,
        "§1: GOVERNMENT belongs to R3"
    )]
    // R5
    [InlineData("NewOrganisation", "Online 16h 2019-05-01", "R5", 2019, "2020-01-01", "16/16h", Compliant, "一.3 “两新” 16")]
    [InlineData("NewOrganisation", "Online 12h 2019-05-01", "R5", 2019, "2020-01-01", "12/16h", BelowNorm, "一.3 “两新”: 12 of 16, missing 4")]
    [InlineData(
        "NewOrganisation; CommitteeMember@NewOrganisation",
        "Online 16h 2019-05-01",
        "R5",
        2019,
        "2020-01-01",
        "16/24h leader",
        BelowNorm,
        "一.3 班子成员 24: missing 8"
    )]
    [InlineData(
        "NewOrganisation; PartyBuildingInstructor@NewOrganisation",
        "Online 24h 2019-05-01",
        "R5",
        2019,
        "2020-01-01",
        "24/24h leader",
        Compliant,
        "一.3 党建工作指导员 24"
    )]
    [InlineData(
        "NewOrganisation; PartyBuildingInstructor@o",
        "Online 16h 2019-05-01",
        "R5",
        2019,
        "2020-01-01",
        "16/24h leader",
        BelowNorm,
        "§1: no sector, tier of the own category"
    )]
    [InlineData(
        "NewOrganisation; PartyBuildingInstructor@Rural",
        "Online 16h 2019-05-01",
        "R5",
        2019,
        "2020-01-01",
        "16/16h",
        Compliant,
        "§1: not held in an organisation of R5"
    )]
    [InlineData(
        "NewOrganisation; Secretary@Rural",
        "Online 16h 2019-05-01",
        "R5",
        2019,
        "2020-01-01",
        "16/16h",
        Compliant,
        "§1: a secretary of a village has R5's ordinary figure"
    )]
    [InlineData(
        "Government; PartyBuildingInstructor@NewOrganisation",
        "Online 16h 2019-05-01",
        "R5",
        2019,
        "2020-01-01",
        "16/24h leader",
        BelowNorm,
        "§1: R5's leader figure whatever the category, missing 8"
    )]
    [InlineData(
        "Other; PartyBuildingInstructor@NewOrganisation",
        "Online 24h 2019-05-01",
        "R5",
        2019,
        "2020-01-01",
        "24/24h leader",
        Compliant,
        "§1: whatever the category, one with no figure too"
    )]
    [InlineData(
        "Cadre; PartyBuildingInstructor@NewOrganisation",
        "Online 24h 2019-05-01",
        "R5",
        2019,
        "2020-01-01",
        "24/24h leader",
        Compliant,
        "§1 cadres: R5's instructor stays"
    )]
    // R6
    [InlineData("Student", "Online 16h 2019-05-01", "R6", 2019, "2020-01-01", "16/16h", Compliant, "一.3 学生 16")]
    [InlineData("Student", "Online 8h 2019-05-01", "R6", 2019, "2020-01-01", "8/16h", BelowNorm, "一.3 学生: 8 of 16, missing 8")]
    [InlineData(
        "Student; Secretary@Student",
        "Online 16h 2019-05-01",
        "R6",
        2019,
        "2020-01-01",
        "16/16h",
        Compliant,
        "§3: a student secretary has the ordinary figure"
    )]
    [InlineData(
        "Student; LeadingCommitteeMember@o",
        "Online 16h 2019-05-01",
        "R6",
        2019,
        "2020-01-01",
        "16/16h",
        Compliant,
        "§1: R6 has no leader tier whatever the position"
    )]
    // R7
    [InlineData("Floating", "Online 16h 2019-05-01", "R7", 2019, "2020-01-01", "16/16h", Compliant, "一.3 流动 16")]
    [InlineData("Floating", "", "R7", 2019, "2020-01-01", "0/16h", BelowNorm, "一.3 流动: missing 16")]
    [InlineData(
        "Floating; CommitteeMember@Floating",
        "Online 16h 2019-05-01",
        "R7",
        2019,
        "2020-01-01",
        "16/24h leader",
        BelowNorm,
        "一.3 流动党员党组织班子成员 24: missing 8"
    )]
    [InlineData("Floating; CommitteeMember@Rural", "Online 16h 2019-05-01", "R7", 2019, "2020-01-01", "16/16h", Compliant, "§1: 流动党员党组织班子成员 only")]
    [InlineData(
        "Floating; Secretary@o",
        "Online 24h 2019-05-01",
        "R7",
        2019,
        "2020-01-01",
        "24/24h leader",
        Compliant,
        "§1: no sector, tier of the own category"
    )]
    // R8, R9
    [InlineData("Other", "", "R8", 2019, "2020-01-01", "0/-", NoFigure, "一.3 其他: never invent a figure")]
    [InlineData("Other; Secretary@Other", "", "R8", 2019, "2020-01-01", "0/-", NoFigure, "一.3 其他: no figure for its secretary either")]
    [InlineData("Cadre", "", "R9", 2019, "2020-01-01", "0/-", NoFigure, "一.3 领导干部: no figure here")]
    [InlineData("Cadre; LeadingCommitteeMember@Government", "", "R9", 2019, "2020-01-01", "0/-", NoFigure, "一.3 领导干部: no figure here, whatever the post")]
    public void Yearly_figures_by_category(
        string who,
        string earned,
        string rule,
        int year,
        string today,
        string expected,
        ComplianceStatus status,
        string clause
    ) => Check(who, earned, rule, year, today, expected, status, clause);

    [Theory]
    // Two categories: each rule on its own, one credit serves both.
    [InlineData("Rural; Government", "Online 16h 2019-05-01", "R1", 2019, "2020-01-01", "16/16h", Compliant, "§3: one credit serves R1 and R3; 16 of 16")]
    [InlineData("Rural; Government", "Online 16h 2019-05-01", "R3", 2019, "2020-01-01", "16/24h", NonCompliant, "§3: one credit serves R1 and R3; 16 of 24")]
    [InlineData(
        "Rural; Government; Secretary@Rural",
        "Online 24h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "24/24h leader",
        Compliant,
        "§1: the village's post is R1's"
    )]
    [InlineData("Rural; Government; Secretary@Rural", "Online 24h 2019-05-01", "R3", 2019, "2020-01-01", "24/24h", Compliant, "§1: and not R3's")]
    [InlineData(
        "Rural; Government; Secretary@o",
        "Online 24h 2019-05-01",
        "R3",
        2019,
        "2020-01-01",
        "24/40h leader",
        NonCompliant,
        "§1: no sector, the tier of each own category"
    )]
    [InlineData(
        "Rural; Government; Secretary@o",
        "Online 24h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "24/24h leader",
        Compliant,
        "§1: no sector, the tier of each own category"
    )]
    [InlineData(
        "Other; Student",
        "Online 16h 2019-05-01",
        "R6",
        2019,
        "2020-01-01",
        "16/16h",
        Compliant,
        "§3: the rule of the category that is not the main one"
    )]
    // A transfer within the year.
    [InlineData(
        "Government 2010-07-01..2019-06-30; Rural 2019-07-01..",
        "Online 16h 2019-02-01",
        "R1",
        2019,
        "2020-01-01",
        "16/16h",
        Compliant,
        "§3: category as held on 31 December; hours of before count"
    )]
    [InlineData(
        "Government 2010-07-01..2019-06-30; Rural 2019-07-01..",
        "Online 16h 2019-02-01",
        "R3",
        2019,
        "2019-06-30",
        "16/24h",
        OnTrack,
        "§3: category as held today"
    )]
    [InlineData(
        "Rural; CommitteeMember@Rural ..2019-06-30; CommitteeMember@Community 2019-07-01..",
        "Online 16h 2019-02-01",
        "R1",
        2019,
        "2020-01-01",
        "16/16h",
        Compliant,
        "§3: on 31 December the post is elsewhere"
    )]
    // 村改居.
    [InlineData(
        "Community; Secretary@changed; changed Rural>Community 2019-07-01",
        "Online 16h 2019-02-01",
        "R2",
        2019,
        "2020-01-01",
        "16/24h leader",
        BelowNorm,
        "§1 村改居 is dated: COMMUNITY on 31 December"
    )]
    [InlineData(
        "Community; Secretary@changed; changed Rural>Community 2019-07-01",
        "Online 16h 2019-02-01",
        "R2",
        2019,
        "2019-06-30",
        "16/16h",
        Compliant,
        "§1 村改居 is dated: RURAL until 30 June"
    )]
    [InlineData(
        "Rural; Secretary@changed; changed Rural>Community 2020-01-01",
        "Online 16h 2019-02-01",
        "R1",
        2019,
        "2020-01-01",
        "16/24h leader",
        BelowNorm,
        "§1: still RURAL on 31 December 2019"
    )]
    [InlineData(
        "Rural; Secretary@changed; changed ->Community 2019-12-31",
        "Online 16h 2019-02-01",
        "R1",
        2019,
        "2020-01-01",
        "16/16h",
        Compliant,
        "§1: COMMUNITY on 31 December, its first day"
    )]
    [InlineData(
        "Rural; Secretary@changed; changed ->Community 2020-01-01",
        "Online 16h 2019-02-01",
        "R1",
        2019,
        "2020-01-01",
        "16/24h leader",
        BelowNorm,
        "§1: without sector on 31 December"
    )]
    [InlineData(
        "Government; Secretary@changed; changed Government>Rural 2019-07-01",
        "",
        "P1",
        2019,
        "2020-01-01",
        "0/56h",
        BelowNorm,
        "二.1: a village's since July, 56 without proration"
    )]
    [InlineData(
        "Government; Secretary@changed; changed NewOrganisation>- 2020-01-01",
        "",
        "P2",
        2019,
        "2020-01-01",
        "0/40h",
        BelowNorm,
        "二.2: 两新 on 31 December 2019"
    )]
    // Cadres.
    [InlineData("Rural; Cadre 2019-07-02..", "", "R9", 2019, "2020-01-01", "0/-", NoFigure, "一.1: from 2 July 183 days of 365, more than half")]
    [InlineData(
        "Rural; Cadre 2019-07-03..",
        "Online 16h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "16/16h",
        Compliant,
        "一.1: from 3 July 182 days of 365, less than half"
    )]
    [InlineData(
        "Rural; Cadre 2020-07-02..",
        "",
        "R1",
        2020,
        "2021-01-01",
        "0/16h",
        BelowNorm,
        "一.1: from 2 July 2020 183 days of 366, exactly half is not more"
    )]
    [InlineData("Rural; Cadre 2020-07-01..", "", "R9", 2020, "2021-01-01", "0/-", NoFigure, "一.1: from 1 July 2020 184 days of 366")]
    [InlineData(
        "Rural; Cadre 2019-12-31..",
        "Online 16h 2019-05-01",
        "R1",
        2019,
        "2020-01-01",
        "16/16h",
        Compliant,
        "一.1: one day of 365; added on 31 December takes no row away"
    )]
    [InlineData("Rural; Cadre 2019-01-01..2019-07-02", "", "R9", 2019, "2020-01-01", "0/-", NoFigure, "一.1: until 2 July 181 + 2 = 183 days, more than half")]
    [InlineData("Rural; Cadre 2019-01-01..2019-07-01", "", "R1", 2019, "2020-01-01", "0/16h", BelowNorm, "一.1: until 1 July 182 days, less than half")]
    [InlineData(
        "Rural; Cadre 2019-01-01..2019-04-01; Cadre 2019-10-01..",
        "",
        "R9",
        2019,
        "2020-01-01",
        "0/-",
        NoFigure,
        "一.1: 91 + 92 = 183 days in two pieces"
    )]
    [InlineData(
        "Rural; Cadre 2019-01-01..2019-06-30; Cadre 2019-03-01..2019-06-30",
        "",
        "R1",
        2019,
        "2020-01-01",
        "0/16h",
        BelowNorm,
        "一.1: 181 days, held twice they count once"
    )]
    [InlineData("Rural; void Cadre", "", "R1", 2019, "2020-01-01", "0/16h", BelowNorm, "一.1: voided, not a cadre")]
    [InlineData("Cadre; Secretary@Rural", "", "P1", 2019, "2020-01-01", "0/56h", BelowNorm, "§1 cadres: what a post gives stays")]
    [InlineData("Cadre; Secretary@NewOrganisation", "", "P2", 2019, "2020-01-01", "0/40h", BelowNorm, "§1 cadres: what a post gives stays")]
    [InlineData("Cadre; Talent@o 2019-05-01..", "Class 24h 2019-06-01", "P3", 2019, "2020-01-01", "24/24h", Compliant, "§1 cadres: what a post gives stays")]
    public void Several_categories_and_what_changes_within_a_year(
        string who,
        string earned,
        string rule,
        int year,
        string today,
        string expected,
        ComplianceStatus status,
        string clause
    ) => Check(who, earned, rule, year, today, expected, status, clause);

    [Theory]
    // P1
    [InlineData(
        "Rural; Secretary@Rural",
        "Class 8h 2019-03-01 County; Class 8h 2019-03-02 County; Class 8h 2019-03-03 County",
        "P1",
        2019,
        "2020-01-01",
        "24/56h",
        BelowNorm,
        "二.1: 3 days × 8 = 24 of 56, missing 32"
    )]
    [InlineData(
        "Rural; Secretary@Rural",
        "Class 28h 2019-03-01 County; Class 28h 2019-09-01 City",
        "P1",
        2019,
        "2020-01-01",
        "56/56h",
        Compliant,
        "二.1: 28 + 28 = 56"
    )]
    [InlineData("Rural; Secretary@Rural", "Class 56h 2019-03-01 Province", "P1", 2019, "2020-01-01", "56/56h", Compliant, "二.1 县级及以上: province")]
    [InlineData(
        "Rural; Secretary@Rural",
        "Class 28h 2019-03-01 County; Class 28h 2019-09-01 Township",
        "P1",
        2019,
        "2020-01-01",
        "28/56h",
        BelowNorm,
        "二.1: a township's class does not count, 28 of 56"
    )]
    [InlineData("Rural; Secretary@Rural", "Class 56h 2019-03-01 Basic", "P1", 2019, "2020-01-01", "0/56h", BelowNorm, "二.1: nor a branch's")]
    [InlineData("Rural; Secretary@Rural", "Class 56h 2019-03-01", "P1", 2019, "2020-01-01", "0/56h", BelowNorm, "二.1: a level not known is not county level")]
    [InlineData("Rural; Secretary@Rural", "Lecture 56h 2019-03-01 County", "P1", 2019, "2020-01-01", "0/56h", BelowNorm, "二.1 集中培训 only")]
    [InlineData("Rural; Secretary@Rural", "Online 56h 2019-03-01 County", "P1", 2019, "2020-01-01", "0/56h", BelowNorm, "§3: no online hours in P1")]
    [InlineData("Rural; Secretary@Rural", "Class 56h 2019-03-01 County; reversed", "P1", 2019, "2020-01-01", "0/56h", BelowNorm, "§3: 56 − 56 = 0")]
    [InlineData("Rural; Secretary@Rural", "Class 55h 2019-03-01 County", "P1", 2019, "2019-12-31", "55/56h", OnTrack, "二.1: not ended, missing 1")]
    [InlineData("Rural; Secretary@Rural", "Class 56h 2018-12-31 County", "P1", 2019, "2020-01-01", "0/56h", BelowNorm, "二.1: calendar year")]
    [InlineData(
        "Government; Secretary@Rural",
        "Class 24h 2019-03-01 County",
        "P1",
        2019,
        "2020-01-01",
        "24/56h",
        BelowNorm,
        "二.1: a bureau's official who is secretary of a village"
    )]
    [InlineData(
        "Government; FirstSecretary@Rural",
        "Class 56h 2019-03-01 County",
        "P1",
        2019,
        "2020-01-01",
        "56/56h",
        Compliant,
        "§1: 第一书记 as SECRETARY for figures"
    )]
    [InlineData(
        "Student; Secretary@Community",
        "",
        "P1",
        2019,
        "2020-01-01",
        "0/56h",
        BelowNorm,
        "二.1 农村（社区）: a community's, whatever the own category"
    )]
    [InlineData(
        "Rural; Secretary@Rural; Secretary@Community",
        "Class 56h 2019-03-01 County",
        "P1",
        2019,
        "2020-01-01",
        "56/56h",
        Compliant,
        "二.1: two posts, one figure a year"
    )]
    [InlineData("Rural; Secretary@Rural 2019-12-31..", "", "P1", 2019, "2020-01-01", "0/56h", BelowNorm, "§3: no proration, held on 31 December")]
    // P1B
    [InlineData("Rural; Secretary@Rural 2019-05-01..", "", "P1B", 2019, "2020-01-01", "2019-05-01.. 0/-", NoFigure, "二.1 新任…及时: no deadline")]
    [InlineData(
        "Rural; Secretary@Rural 2019-05-01..",
        "Class 8h 2019-04-30; Class 16h 2019-05-01",
        "P1B",
        2019,
        "2020-01-01",
        "2019-05-01.. 16/-",
        NoFigure,
        "二.1: from the appointment"
    )]
    [InlineData(
        "Rural; Secretary@Rural 2017-05-01..",
        "Lecture 8h 2019-04-30",
        "P1B",
        2019,
        "2020-01-01",
        "2017-05-01.. 0/-",
        NoFigure,
        "二.1: open, listed in later years; CENTRALISED_CLASS only"
    )]
    // P2
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation",
        "Class 40h 2019-03-01",
        "P2",
        2019,
        "2020-01-01",
        "40/40h",
        Compliant,
        "二.2: 40 of 40, no level asked"
    )]
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation",
        "Class 39h 2019-03-01 Township",
        "P2",
        2019,
        "2020-01-01",
        "39/40h",
        BelowNorm,
        "二.2 一般不少于40: missing 1"
    )]
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation",
        "Class 20h 2019-03-01; Lecture 20h 2019-03-02",
        "P2",
        2019,
        "2020-01-01",
        "20/40h",
        BelowNorm,
        "二.2: CENTRALISED_CLASS only, 20 of 40"
    )]
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation",
        "Online 40h 2019-03-01",
        "P2",
        2019,
        "2020-01-01",
        "0/40h",
        BelowNorm,
        "§3: no online hours in P2"
    )]
    [InlineData(
        "Government; FirstSecretary@NewOrganisation",
        "Class 40h 2019-03-01",
        "P2",
        2019,
        "2020-01-01",
        "40/40h",
        Compliant,
        "二.2: whatever the own category; 第一书记 as SECRETARY"
    )]
    [InlineData("NewOrganisation; Secretary@NewOrganisation", "", "P2", 2019, "2019-12-31", "0/40h", OnTrack, "二.2: not ended")]
    // P2.once
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation",
        "Class 4h 2019-03-01",
        "P2.once",
        2019,
        "2020-01-01",
        "1/1x",
        Compliant,
        "二.2 至少参加一次: one class of 4"
    )]
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation",
        "Class 10799s 2019-03-01",
        "P2.once",
        2019,
        "2020-01-01",
        "0/1x",
        NonCompliant,
        "§3: 4 × 2700 = 10800 s, one second short; 至少 is HARD"
    )]
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation",
        "Class 2h 2019-03-01 #a; Class 2h 2019-03-02 #a",
        "P2.once",
        2019,
        "2020-01-01",
        "1/1x",
        Compliant,
        "§3: two entries of one source, 2 + 2 = 4"
    )]
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation",
        "Class 3h 2019-03-01 #a; Class 3h 2019-03-02 #b",
        "P2.once",
        2019,
        "2020-01-01",
        "0/1x",
        NonCompliant,
        "§3: 3 and 3 of two sources, neither has 4"
    )]
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation",
        "Class 4h 2019-03-01 #a; Class 8h 2019-03-02 #b",
        "P2.once",
        2019,
        "2020-01-01",
        "2/1x",
        Compliant,
        "§3: two sources of 4 and 8"
    )]
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation",
        "Class 4h 2019-03-01 #a; Class 4h 2019-03-02 #a",
        "P2.once",
        2019,
        "2020-01-01",
        "1/1x",
        Compliant,
        "§3: one source is one time, not two entries"
    )]
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation",
        "Class 8h 2019-03-01; reversed",
        "P2.once",
        2019,
        "2020-01-01",
        "0/1x",
        NonCompliant,
        "§3 net of reversals: 8 − 8 = 0"
    )]
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation",
        "Class 2h 2019-03-01 #a; Class 2h 2019-03-02 #a; reversed",
        "P2.once",
        2019,
        "2020-01-01",
        "0/1x",
        NonCompliant,
        "§3 net of reversals: 2 + 2 − 2 = 2 of one source"
    )]
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation",
        "Class 6h 2019-03-01 #a; Class 2h 2019-03-02 #a; reversed",
        "P2.once",
        2019,
        "2020-01-01",
        "1/1x",
        Compliant,
        "§3 net of reversals: 6 + 2 − 2 = 6 of one source"
    )]
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation",
        "Class 4h 2019-03-01 #a; Class 8h 2019-03-02 #b; reversed",
        "P2.once",
        2019,
        "2020-01-01",
        "1/1x",
        Compliant,
        "§3: the reversal takes from b, a keeps its 4"
    )]
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation",
        "Lecture 8h 2019-03-01",
        "P2.once",
        2019,
        "2020-01-01",
        "0/1x",
        NonCompliant,
        "二.2 集中培训: a lecture is none"
    )]
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation",
        "Class 2h 2018-12-31 #a; Class 2h 2019-01-01 #a",
        "P2.once",
        2019,
        "2020-01-01",
        "0/1x",
        NonCompliant,
        "二.2 每年: 2 of 4 are of this year"
    )]
    [InlineData("NewOrganisation; Secretary@NewOrganisation", "", "P2.once", 2019, "2019-12-31", "0/1x", OnTrack, "二.2: not ended")]
    // P2B
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation 2019-05-01..",
        "Class 8h 2019-05-02",
        "P2B",
        2019,
        "2020-01-01",
        "2019-05-01.. 8/-",
        NoFigure,
        "二.2 新任…及时: no deadline"
    )]
    // P3
    [InlineData(
        "Rural; Talent@Rural 2019-03-01..",
        "Class 12h 2019-05-01; Lecture 12h 2019-06-01",
        "P3",
        2019,
        "2020-01-01",
        "24/24h",
        Compliant,
        "二.3 集中培训、论坛、大讲堂: 12 + 12 = 24"
    )]
    [InlineData(
        "Rural; Talent@Rural 2019-03-01..",
        "Class 12h 2019-05-01; Seminar 12h 2019-06-01",
        "P3",
        2019,
        "2020-01-01",
        "12/24h",
        BelowNorm,
        "二.3: a seminar does not count, 12 of 24"
    )]
    [InlineData("Rural; Talent@Rural 2019-03-01..", "Online 24h 2019-05-01", "P3", 2019, "2020-01-01", "0/24h", BelowNorm, "§3: no online hours in P3")]
    [InlineData(
        "Rural; Talent@Rural 2019-12-31..",
        "Class 24h 2019-02-01",
        "P3",
        2019,
        "2020-01-01",
        "2019-01-01..2019-12-31 24/24h",
        Compliant,
        "二.3: the calendar year in which the nomination begins, all of it"
    )]
    [InlineData("Other; Talent@o 2019-03-01..", "", "P3", 2019, "2019-12-31", "0/24h", OnTrack, "二.3: not ended")]
    [InlineData(
        "Rural; Talent@Rural 2019-03-01..2019-05-01; Talent@Rural 2019-09-01..",
        "Class 24h 2019-10-01",
        "P3",
        2019,
        "2020-01-01",
        "24/24h",
        Compliant,
        "二.3: two nominations of a year are one row"
    )]
    // P4A
    [InlineData(
        "Rural; VillageOfficial@Rural 2019-08-01..",
        "Class 80h 2019-07-15",
        "P4A",
        2019,
        "2020-01-01",
        "2019-01-01..2019-07-31 80/-",
        NoFigure,
        "二.4 岗前培训: 10 days × 8 = 80 before taking post; a duty of the city"
    )]
    [InlineData(
        "Rural; VillageOfficial@Rural 2019-08-01..",
        "Class 80h 2019-08-01",
        "P4A",
        2019,
        "2020-01-01",
        "2019-01-01..2019-07-31 0/-",
        NoFigure,
        "二.4 岗前: the first day in post is too late"
    )]
    [InlineData(
        "Rural; VillageOfficial@Rural 2020-01-01..",
        "Class 80h 2019-07-15",
        "P4A",
        2019,
        "2020-06-01",
        "2019-01-01..2019-12-31 80/-",
        NoFigure,
        "二.4: in post from 1 January, its eve is of the year before"
    )]
    // P4B
    [InlineData(
        "Rural; VillageOfficial@Rural 2017-08-01..2019-07-31",
        "Class 30h 2017-09-01 County; Field 20h 2018-05-01 County; Lecture 14h 2019-07-31 City",
        "P4B",
        2019,
        "2020-01-01",
        "2017-08-01..2019-07-31 64/64h",
        Compliant,
        "二.4 服务期内: 30 + 20 + 14 = 64"
    )]
    [InlineData(
        "Rural; VillageOfficial@Rural 2017-08-01..2019-07-31",
        "Class 30h 2017-09-01 County; Field 20h 2018-05-01 Township; Lecture 14h 2019-07-31 City",
        "P4B",
        2019,
        "2020-01-01",
        "44/64h",
        BelowNorm,
        "二.4 县组织部负责: 30 + 14 = 44, the township's 20 do not count"
    )]
    [InlineData(
        "Rural; VillageOfficial@Rural 2017-08-01..2019-07-31",
        "Class 64h 2017-09-01",
        "P4B",
        2019,
        "2020-01-01",
        "0/64h",
        BelowNorm,
        "二.4: organiser not known, not the county"
    )]
    [InlineData(
        "Rural; VillageOfficial@Rural 2017-08-01..2019-07-31",
        "Class 32h 2017-07-31 County; Class 32h 2017-08-01 County",
        "P4B",
        2019,
        "2020-01-01",
        "32/64h",
        BelowNorm,
        "二.4 其他集中培训: besides P4A, 32 of 64"
    )]
    [InlineData(
        "Rural; VillageOfficial@Rural 2017-08-01..2019-07-31",
        "Class 32h 2019-07-31 County; Class 32h 2019-08-01 County",
        "P4B",
        2019,
        "2020-01-01",
        "32/64h",
        BelowNorm,
        "二.4: the day after the term is outside"
    )]
    [InlineData("Rural; VillageOfficial@Rural 2017-08-01..2019-07-31", "", "P4B", 2018, "2020-01-01", "0/64h", OnTrack, "§3: listed in 2018, decided in 2019")]
    [InlineData("Rural; VillageOfficial@Rural 2017-08-01..2019-07-31", "", "P4B", 2019, "2019-07-31", "0/64h", OnTrack, "二.4: the last day of the term")]
    [InlineData("Rural; VillageOfficial@Rural 2017-08-01..2019-07-31", "", "P4B", 2019, "2019-08-01", "0/64h", BelowNorm, "二.4: the term is over, missing 64")]
    [InlineData(
        "Rural; VillageOfficial@Rural 2017-08-01..",
        "Class 63h 2018-09-01 County",
        "P4B",
        2019,
        "2020-01-01",
        "2017-08-01.. 63/64h",
        OnTrack,
        "二.4: serving, the term has no end yet"
    )]
    [InlineData(
        "Rural; VillageOfficial@Rural 2017-08-01..",
        "Seminar 64h 2018-09-01 County; Online 64h 2018-09-01 County",
        "P4B",
        2019,
        "2020-01-01",
        "0/64h",
        OnTrack,
        "二.4: neither a seminar nor online"
    )]
    [InlineData(
        "Rural; VillageOfficial@Rural 2017-08-01..",
        "Field 64h 2018-09-01 Province",
        "P4B",
        2019,
        "2020-01-01",
        "64/64h",
        Compliant,
        "二.4 实践培训: 64, of the whole term"
    )]
    // P5
    [InlineData(
        "Rural; admitted 2019-03-15",
        "Class 6h 2019-04-01; Lecture 6h 2019-05-01; Seminar 6h 2019-06-01; ThemedActivity 6h 2020-03-14",
        "P5",
        2020,
        "2020-06-01",
        "2019-03-15..2020-03-14 24/24h",
        Compliant,
        "二.5 四种方式: 4 × 6 = 24, the last on the last day"
    )]
    [InlineData(
        "Rural; admitted 2019-03-15",
        "Class 18h 2019-04-01; ThemedActivity 6h 2020-03-15",
        "P5",
        2020,
        "2020-06-01",
        "18/24h",
        BelowNorm,
        "二.5 一年内: 15 March 2020 is outside, 18 of 24"
    )]
    [InlineData(
        "Rural; admitted 2019-03-15",
        "Class 18h 2019-04-01; ThemedActivity 6h 2019-03-14",
        "P5",
        2020,
        "2020-06-01",
        "18/24h",
        BelowNorm,
        "二.5 入党后: before admission is outside, 18 of 24"
    )]
    [InlineData(
        "Rural; admitted 2019-03-15",
        "Online 24h 2019-04-01; Field 24h 2019-04-01; External 24h 2019-04-01; GroupViewing 24h 2019-04-01",
        "P5",
        2020,
        "2020-06-01",
        "0/24h",
        BelowNorm,
        "二.5: none of the four ways"
    )]
    [InlineData("Rural; admitted 2019-03-15", "", "P5", 2019, "2020-06-01", "0/24h", OnTrack, "§3: listed in 2019, decided in 2020")]
    [InlineData("Rural; admitted 2019-03-15", "", "P5", 2020, "2020-03-14", "0/24h", OnTrack, "二.5: the last day of the year from admission")]
    [InlineData("Rural; admitted 2019-03-15", "", "P5", 2020, "2020-03-15", "0/24h", BelowNorm, "二.5: the year is over, missing 24")]
    [InlineData(
        "Rural; admitted 2019-01-01",
        "Class 24h 2019-12-31",
        "P5",
        2019,
        "2020-01-01",
        "2019-01-01..2019-12-31 24/24h",
        Compliant,
        "二.5: from 1 January it is the calendar year"
    )]
    [InlineData("Rural; admitted 2019-12-31", "", "P5", 2020, "2020-12-30", "2019-12-31..2020-12-30 0/24h", OnTrack, "二.5: one year, rolling")]
    [InlineData(
        "Rural; admitted 2020-02-29",
        "Class 24h 2021-02-28",
        "P5",
        2021,
        "2021-03-01",
        "2020-02-29..2021-02-28 24/24h",
        Compliant,
        "二.5: from 29 February the year is full with 28 February"
    )]
    [InlineData("Rural; admitted 2020-02-29", "Class 24h 2021-03-01", "P5", 2021, "2021-03-01", "0/24h", BelowNorm, "二.5: 1 March is outside")]
    [InlineData(
        "Rural; admitted 2019-03-01",
        "Class 24h 2020-02-29",
        "P5",
        2020,
        "2020-03-01",
        "2019-03-01..2020-02-29 24/24h",
        Compliant,
        "二.5: from 1 March until 29 February"
    )]
    [InlineData("Cadre; admitted 2019-03-15", "", "P5", 2020, "2020-06-01", "0/24h", BelowNorm, "二.5 每名新党员; §1: only R1–R7 are not listed for cadres")]
    // P5.once
    [InlineData("Rural; admitted 2019-03-15", "Class 4h 2019-04-01", "P5.once", 2020, "2020-06-01", "1/1x", Compliant, "二.5 至少参加一次集中培训: one of 4")]
    [InlineData(
        "Rural; admitted 2019-03-15",
        "Seminar 24h 2019-04-01",
        "P5.once",
        2020,
        "2020-06-01",
        "0/1x",
        NonCompliant,
        "二.5: a seminar is no centralised class; 至少 is HARD"
    )]
    [InlineData(
        "Rural; admitted 2019-03-15",
        "Class 3h 2019-04-01 #a; Class 3h 2019-05-01 #b",
        "P5.once",
        2020,
        "2020-06-01",
        "0/1x",
        NonCompliant,
        "§3: 3 and 3 of two sources"
    )]
    [InlineData(
        "Rural; admitted 2019-03-15",
        "Class 3h 2019-12-31 #a; Class 3h 2020-01-02 #a",
        "P5.once",
        2020,
        "2020-06-01",
        "1/1x",
        Compliant,
        "§3: 3 + 3 = 6 of one source, over the turn of the year"
    )]
    [InlineData(
        "Rural; admitted 2019-03-15",
        "Class 3h 2020-03-14 #a; Class 3h 2020-03-15 #a",
        "P5.once",
        2020,
        "2020-06-01",
        "0/1x",
        NonCompliant,
        "§3: 3 of 6 lie within the window"
    )]
    [InlineData(
        "Rural; admitted 2019-03-15",
        "Class 8h 2019-04-01; reversed",
        "P5.once",
        2020,
        "2020-06-01",
        "0/1x",
        NonCompliant,
        "§3 net of reversals: 8 − 8 = 0"
    )]
    [InlineData("Rural; admitted 2019-03-15", "", "P5.once", 2020, "2020-03-14", "0/1x", OnTrack, "二.5: the last day of the year from admission")]
    // P6
    [InlineData("Rural", "", "P6", 2019, "2020-01-01", "0/-", NoFigure, "二.6 农村党员: advocated, no figure")]
    [InlineData("Rural; skill 2019-05-01", "", "P6", 2019, "2020-01-01", "0/-", NoFigure, "二.6: a skill is an outcome, not a figure met")]
    [InlineData("Student; LaidOff", "", "P6", 2019, "2020-01-01", "0/-", NoFigure, "二.6 下岗失业职工党员")]
    [InlineData("Government; Demobilised", "", "P6", 2019, "2020-01-01", "0/-", NoFigure, "二.6 退伍转业军人党员")]
    public void Key_projects(string who, string earned, string rule, int year, string today, string expected, ComplianceStatus status, string clause) =>
        Check(who, earned, rule, year, today, expected, status, clause);

    [Theory]
    [InlineData("Rural; o records 2019-01-01", "", "R1", 2019, "2020-01-01", "0/16h", BelowNorm, "§3: the window begins with the records")]
    [InlineData("Rural; o records 2019-01-02", "", "R1", 2019, "2020-01-01", "0/16h", NotRecorded, "§3: begun a day before the records, not met")]
    [InlineData("Rural; o records 2019-01-02", "Online 16h 2019-05-01", "R1", 2019, "2020-01-01", "16/16h", Compliant, "§3: met by what is recorded")]
    [InlineData(
        "Rural; o records 2019-01-02",
        "Online 15h 2019-05-01",
        "R1",
        2019,
        "2019-06-01",
        "15/16h",
        NotRecorded,
        "§3: open or ended, its gap of 1 shown"
    )]
    [InlineData("Rural; o records 2025-01-01", "", "R1", 2019, "2020-01-01", "0/16h", NotRecorded, "§3: nobody is blamed for a year that nobody wrote down")]
    [InlineData("Government; o records 2019-07-01", "", "R3", 2019, "2020-01-01", "0/24h", NotRecorded, "§3: HARD figures too")]
    [InlineData("Rural; o records 2012-01-01", "", "R1", 2019, "2020-01-01", "0/16h", BelowNorm, "§3: recorded for years")]
    [InlineData("Rural; registered 2019-06-15", "", "R1", 2019, "2020-01-01", "0/16h", BelowNorm, "§3: 1 January of the year of the first registration")]
    [InlineData("Rural; registered 2020-01-01", "", "R1", 2019, "2020-01-01", "0/16h", NotRecorded, "§3: registered in 2020, 2019 was not written down")]
    [InlineData(
        "Rural; registered 2020-06-01; imported 2018-01-01",
        "",
        "R1",
        2019,
        "2020-07-01",
        "0/16h",
        BelowNorm,
        "§3: an import of history sets it earlier"
    )]
    [InlineData(
        "Rural; registered 2018-06-01; o records 2019-05-01",
        "",
        "R1",
        2019,
        "2020-01-01",
        "0/16h",
        NotRecorded,
        "§3: the later of the two, 1 May 2019"
    )]
    [InlineData(
        "Rural; registered 2019-06-01; o records 2015-05-01",
        "",
        "R1",
        2019,
        "2020-01-01",
        "0/16h",
        BelowNorm,
        "§3: the later of the two, 1 January 2019"
    )]
    [InlineData(
        "Rural; imported 2018-01-01; o records 2019-05-01",
        "",
        "R1",
        2019,
        "2020-01-01",
        "0/16h",
        NotRecorded,
        "§3: the later of the two, an import does not reach behind the home's"
    )]
    [InlineData("Rural; above records 2019-05-01; o under above", "", "R1", 2019, "2020-01-01", "0/16h", NotRecorded, "§3: inherited from the parent")]
    [InlineData(
        "Rural; above records 2019-05-01; o under above; o records 2012-01-01",
        "",
        "R1",
        2019,
        "2020-01-01",
        "0/16h",
        BelowNorm,
        "§3: its own before the parent's"
    )]
    [InlineData(
        "Rural; b records 2019-05-01; home o 2010-07-01..2018-12-31; home b 2019-01-01..",
        "",
        "R1",
        2019,
        "2020-01-01",
        "0/16h",
        BelowNorm,
        "§3: a transfer never moves it"
    )]
    [InlineData(
        "Rural; o records 2019-05-01; home o 2010-07-01..2018-12-31; home b 2019-01-01..",
        "",
        "R1",
        2019,
        "2020-01-01",
        "0/16h",
        NotRecorded,
        "§3: that of the first home"
    )]
    [InlineData(
        "Rural; b records 2019-05-01; received b 2011-01-01..; home o 2010-07-01..",
        "",
        "R1",
        2019,
        "2020-01-01",
        "0/16h",
        BelowNorm,
        "§3: the home, not the receiving organisation"
    )]
    [InlineData("Rural; admitted 2019-03-15; o records 2019-03-16", "", "P5", 2020, "2020-06-01", "0/24h", NotRecorded, "§3: a rolling window begun before")]
    [InlineData(
        "Rural; admitted 2019-03-15; o records 2019-03-15",
        "",
        "P5",
        2020,
        "2020-06-01",
        "0/24h",
        BelowNorm,
        "§3: begun on the first day of the records"
    )]
    [InlineData(
        "Rural; admitted 2019-03-15; registered 2020-02-01",
        "Class 4h 2020-02-10",
        "P5.once",
        2020,
        "2020-06-01",
        "1/1x",
        Compliant,
        "§3: met by what is recorded"
    )]
    [InlineData(
        "Rural; VillageOfficial@Rural 2017-08-01..2019-07-31; o records 2018-01-01",
        "",
        "P4B",
        2019,
        "2020-01-01",
        "0/64h",
        NotRecorded,
        "§3: a term begun before the records"
    )]
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation; o records 2019-02-01",
        "",
        "P2.once",
        2019,
        "2020-01-01",
        "0/1x",
        NotRecorded,
        "§3: HARD on the member too"
    )]
    [InlineData("Other; o records 2025-01-01", "", "R8", 2019, "2020-01-01", "0/-", NoFigure, "§3: nothing to meet, nothing to record")]
    // Waivers.
    [InlineData("Government; waived R3 2019", "", "R3", 2019, "2020-01-01", "0/24h", NoFigure, "a figure that was waived in its year")]
    [InlineData("Government; waived R3 2018", "", "R3", 2019, "2020-01-01", "0/24h", NonCompliant, "waived in another year")]
    [InlineData("Government; waived R1 2019", "", "R3", 2019, "2020-01-01", "0/24h", NonCompliant, "another figure was waived")]
    [InlineData("Government; void waived R3 2019", "", "R3", 2019, "2020-01-01", "0/24h", NonCompliant, "the waiver was voided")]
    [InlineData(
        "Rural; admitted 2019-03-15; waived P5 2020",
        "",
        "P5",
        2019,
        "2020-06-01",
        "0/24h",
        NoFigure,
        "waived for the year in which the row is decided, in every year that lists it"
    )]
    [InlineData(
        "Rural; admitted 2019-03-15; waived P5 2019",
        "",
        "P5",
        2020,
        "2020-06-01",
        "0/24h",
        BelowNorm,
        "2019 is not the year in which the row is decided"
    )]
    [InlineData("Rural; admitted 2019-03-15; waived P5 2020", "", "P5.once", 2020, "2020-06-01", "0/1x", NonCompliant, "hours waived, the class not")]
    [InlineData(
        "Rural; VillageOfficial@Rural 2017-08-01..; waived P4B 2019",
        "",
        "P4B",
        2019,
        "2020-01-01",
        "0/64h",
        NoFigure,
        "an open window: the year asked"
    )]
    public void Records_and_waivers(string who, string earned, string rule, int year, string today, string expected, ComplianceStatus status, string clause) =>
        Check(who, earned, rule, year, today, expected, status, clause);

    [Theory]
    [InlineData("Rural", "R2", 2019, "2020-01-01", "一.3: not of that category")]
    [InlineData("Rural", "P1", 2019, "2020-01-01", "二.1: no secretary")]
    [InlineData("Rural; Secretary@o", "P1", 2019, "2020-01-01", "二.1: an organisation without sector is no village")]
    [InlineData("Rural; Secretary@nowhere", "P1", 2019, "2020-01-01", "二.1: an organisation not known is no village")]
    [InlineData("Rural; Secretary@NewOrganisation", "P1", 2019, "2020-01-01", "二.1: the sector of the organisation, not the own category")]
    [InlineData("NewOrganisation; Secretary@Rural", "P2", 2019, "2020-01-01", "二.2: the sector of the organisation, not the own category")]
    [InlineData("NewOrganisation; Secretary@Rural", "P2.once", 2019, "2020-01-01", "二.2: the sector of the organisation, not the own category")]
    [InlineData("NewOrganisation; PartyBuildingInstructor@NewOrganisation", "P2", 2019, "2020-01-01", "二.2: an instructor is no secretary")]
    [InlineData("Rural; CommitteeMember@Rural; LeadingCommitteeMember@Rural", "P1", 2019, "2020-01-01", "二.1: of the committee, no secretary")]
    [InlineData("Rural; void Secretary@Rural", "P1", 2019, "2020-01-01", "a voided post counts for nothing")]
    [InlineData("Rural; void Secretary@Rural", "P1B", 2019, "2020-01-01", "a voided post counts for nothing")]
    [InlineData("Rural; Secretary@Rural 2015-01-01..2019-12-30", "P1", 2019, "2020-01-01", "§3: not held on 31 December")]
    [InlineData("Rural; Secretary@Rural 2019-07-01..", "P1", 2019, "2019-06-30", "§3: not held today")]
    [InlineData("Rural; Secretary@Rural 2019-07-01..", "P1B", 2019, "2019-06-30", "二.1: not appointed yet")]
    [InlineData("Rural; Secretary@Rural 2020-01-01..", "P1B", 2019, "2020-02-01", "二.1: appointed after the year")]
    [InlineData("Rural; Talent@Rural 2019-03-01..", "P3", 2020, "2021-01-01", "二.3: not the year in which the nomination begins")]
    [InlineData("Rural; Talent@Rural 2019-03-01..", "P3", 2018, "2020-01-01", "二.3: not the year in which the nomination begins")]
    [InlineData("Rural; Talent@Rural 2019-07-01..", "P3", 2019, "2019-06-30", "二.3: not nominated yet")]
    [InlineData("Rural; void Talent@Rural 2019-03-01..", "P3", 2019, "2020-01-01", "a voided nomination counts for nothing")]
    [InlineData("Rural; VillageOfficial@Rural 2019-08-01..", "P4A", 2020, "2020-06-01", "二.4 岗前: only until the appointment")]
    [InlineData("Rural; VillageOfficial@Rural 2019-01-01..", "P4A", 2019, "2020-06-01", "二.4 岗前: its eve is 31 December 2018")]
    [InlineData("Rural; VillageOfficial@Rural 2017-08-01..2019-07-31", "P4B", 2020, "2020-06-01", "§3: its window does not overlap 2020")]
    [InlineData("Rural; VillageOfficial@Rural 2019-08-01..", "P4B", 2019, "2019-07-31", "二.4: not in post yet")]
    [InlineData("Rural; admitted 2019-01-01", "P5", 2020, "2020-06-01", "二.5: over on 31 December 2019")]
    [InlineData("Rural; admitted 2019-01-01", "P5", 2018, "2020-06-01", "二.5: not begun")]
    [InlineData("Rural; admitted 2020-02-29", "P5.once", 2022, "2022-06-01", "二.5: over on 28 February 2021")]
    [InlineData("Government", "P6", 2019, "2020-01-01", "二.6: neither rural nor laid off nor demobilised")]
    [InlineData("Government; void LaidOff", "P6", 2019, "2020-01-01", "voided")]
    [InlineData("Rural; Cadre 2019-07-02..", "R1", 2019, "2020-01-01", "一.1: a cadre on 183 days of 365")]
    [InlineData("Government; Cadre", "R3", 2019, "2020-01-01", "一.1: a cadre all year")]
    [InlineData("Cadre; LeadingCommitteeMember@Government", "R3", 2019, "2020-01-01", "一.1: a post in R3 gives a tier, not the row")]
    [InlineData("Rural; Cadre 2020-07-01..", "R1", 2020, "2021-01-01", "一.1: a cadre on 184 days of 366")]
    [InlineData("NewOrganisation; Cadre", "R5", 2019, "2020-01-01", "一.1: R5 of the category goes")]
    [InlineData("Government; PartyBuildingInstructor@Rural", "R5", 2019, "2020-01-01", "§1: not an instructor of an organisation of that sector")]
    [InlineData("Government; void Rural", "R1", 2019, "2020-01-01", "a voided category counts for nothing")]
    [InlineData("Government ..2019-06-30; Rural 2019-07-01..", "R3", 2019, "2020-01-01", "§3: category as held on 31 December")]
    [InlineData(
        "Government; Secretary@changed; changed Rural>Government 2019-07-01",
        "P1",
        2019,
        "2020-01-01",
        "§1 the sector is dated: no village on 31 December"
    )]
    public void Rows_that_are_not_listed(string who, string rule, int year, string today, string clause)
    {
        var standing = Build(who, "").Standing(year, today);
        Assert.True(standing.Obligations.All(row => row.Rule.Id != rule), $"{rule} is listed. {clause}");
        Assert.True(Opinion(standing, year, today).All(row => row.Rule != rule), $"The second opinion lists {rule}. {clause}");
    }

    [Theory]
    [InlineData("Government; Secretary@Rural", "Class 24h 2019-05-01", 2019, "2020-01-01", BelowNorm, "R3 24 of 24 COMPLIANT, P1 0 of 56 BELOW_NORM")]
    [InlineData(
        "Government; Secretary@Rural",
        "Class 23h 2019-05-01 County",
        2019,
        "2020-01-01",
        NonCompliant,
        "R3 23 of 24 NON_COMPLIANT before P1 23 of 56 BELOW_NORM"
    )]
    [InlineData("Government; Secretary@Rural", "Class 56h 2019-05-01 County", 2019, "2020-01-01", Compliant, "R3 and P1 met, P1B never worsens it")]
    [InlineData("Rural; VillageOfficial@Rural 2017-08-01..", "Online 16h 2019-05-01", 2019, "2020-01-01", OnTrack, "P4B open ON_TRACK before R1 COMPLIANT")]
    [InlineData("Rural; VillageOfficial@Rural 2017-08-01..", "", 2019, "2020-01-01", BelowNorm, "R1 BELOW_NORM before P4B ON_TRACK")]
    [InlineData("Rural; VillageOfficial@Rural 2019-03-01..; o records 2019-02-01", "", 2019, "2020-01-01", OnTrack, "P4B ON_TRACK before R1 NOT_RECORDED")]
    [InlineData("Rural; Student; o records 2019-02-01", "", 2019, "2020-01-01", NotRecorded, "R1, R6 NOT_RECORDED")]
    [InlineData(
        "Rural; Government; o records 2019-02-01",
        "Online 16h 2019-05-01",
        2019,
        "2020-01-01",
        NotRecorded,
        "R3 16 of 24 NOT_RECORDED before R1 COMPLIANT"
    )]
    [InlineData(
        "Rural; admitted 2019-03-15; o records 2019-03-16",
        "Online 16h 2020-02-01",
        2020,
        "2021-01-01",
        NotRecorded,
        "P5 NOT_RECORDED before R1 COMPLIANT"
    )]
    [InlineData(
        "Rural; admitted 2019-03-15",
        "Class 24h 2019-05-01",
        2019,
        "2020-01-01",
        Compliant,
        "R1 24 of 16, P5 24 of 24, P5.once: one credit serves all"
    )]
    [InlineData("Rural; admitted 2019-03-15", "Online 16h 2019-05-01", 2019, "2020-01-01", OnTrack, "P5 open until 14 March 2020 before R1 COMPLIANT")]
    [InlineData(
        "Rural; admitted 2019-03-15",
        "Seminar 24h 2019-05-01; Online 16h 2020-01-05",
        2020,
        "2021-01-01",
        NonCompliant,
        "P5.once missed is HARD, R1 and P5 met"
    )]
    [InlineData("Rural; admitted 2019-03-15", "Class 8h 2019-05-01; Online 16h 2020-01-05", 2020, "2021-01-01", BelowNorm, "P5 8 of 24 is a norm, P5.once met")]
    [InlineData("NewOrganisation; Secretary@NewOrganisation", "Class 40h 2019-05-01", 2019, "2020-01-01", Compliant, "R5 40 of 24, P2 40 of 40, P2.once 1")]
    [InlineData(
        "NewOrganisation; Secretary@NewOrganisation",
        "Online 40h 2019-05-01",
        2019,
        "2020-01-01",
        NonCompliant,
        "P2.once 0 of 1 NON_COMPLIANT before P2 BELOW_NORM"
    )]
    [InlineData("Other", "", 2019, "2020-01-01", NoFigure, "R8 only: no row has a figure")]
    [InlineData("Cadre", "", 2019, "2020-01-01", NoFigure, "R9 only: no row has a figure")]
    [InlineData("Other; Rural", "Online 16h 2019-05-01", 2019, "2020-01-01", Compliant, "R8 without figure beside R1 COMPLIANT")]
    [InlineData("Rural; skill 2019-01-01; Cadre", "", 2019, "2020-01-01", NoFigure, "R9 and P6: a skill is no figure met")]
    [InlineData("Cadre; Secretary@Rural", "", 2019, "2020-01-01", BelowNorm, "R9 without figure, P1 0 of 56")]
    [InlineData("Government; waived R3 2019", "", 2019, "2020-01-01", NoFigure, "the only figure was waived")]
    [InlineData("Government; Rural; waived R3 2019", "Online 16h 2019-05-01", 2019, "2020-01-01", Compliant, "R3 waived, R1 met")]
    [InlineData("Government; Rural; waived R3 2019", "", 2019, "2020-01-01", BelowNorm, "R3 waived, R1 missed")]
    [InlineData("Government; Rural", "", 2019, "2019-07-01", OnTrack, "nothing has ended")]
    public void The_standing_is_the_worst_of_its_rows(string who, string earned, int year, string today, ComplianceStatus expected, string clause)
    {
        var standing = Build(who, earned).Standing(year, today);
        Assert.True(standing.Status == expected, $"{standing.Status}, not {expected}. {clause}");
        Assert.Equal(expected, SecondOpinion.Worst(Opinion(standing, year, today)));
    }

    [Theory]
    [InlineData(
        "Rural; VillageOfficial@Rural 2019-03-01..2019-05-31; VillageOfficial@Community 2019-08-01..",
        "P4A",
        2019,
        "2020-01-01",
        "2019-01-01..2019-02-28, 2019-01-01..2019-07-31",
        "二.4: one for each post"
    )]
    [InlineData(
        "Rural; VillageOfficial@Rural 2019-03-01..2019-05-31; VillageOfficial@Community 2019-08-01..",
        "P4B",
        2019,
        "2020-01-01",
        "2019-03-01..2019-05-31, 2019-08-01..",
        "二.4: one for each term"
    )]
    [InlineData(
        "Rural; Secretary@Rural 2018-03-01..; Secretary@Community 2019-08-01..",
        "P1B",
        2019,
        "2020-01-01",
        "2018-03-01.., 2019-08-01..",
        "二.1: one for each appointment"
    )]
    [InlineData(
        "Rural; Secretary@Rural 2018-03-01..; Secretary@NewOrganisation 2019-08-01..",
        "P1B",
        2019,
        "2020-01-01",
        "2018-03-01..",
        "二.1: that of the 两新 is P2B's"
    )]
    [InlineData(
        "Rural; Secretary@Rural 2018-03-01..; Secretary@NewOrganisation 2019-08-01..",
        "P2B",
        2019,
        "2020-01-01",
        "2019-08-01..",
        "二.2: that of the village is P1B's"
    )]
    [InlineData(
        "Rural; Talent@Rural 2018-03-01..2018-05-01; Talent@Rural 2019-08-01..",
        "P3",
        2019,
        "2020-01-01",
        "2019-01-01..2019-12-31",
        "二.3: that of 2018 was 2018's"
    )]
    public void One_row_for_each_post(string who, string rule, int year, string today, string windows, string clause)
    {
        var standing = Build(who, "").Standing(year, today);
        var listed = standing.Obligations.Where(row => row.Rule.Id == rule).Select(row => Tell(row.Window.From, row.Window.To)).Order(StringComparer.Ordinal);
        var opinion = Opinion(standing, year, today).Where(row => row.Rule == rule).Select(row => Tell(row.From, row.To)).Order(StringComparer.Ordinal);
        Assert.True(windows == string.Join(", ", listed), $"{string.Join(", ", listed)}, not {windows}. {clause}");
        Assert.Equal(windows, string.Join(", ", opinion));
    }

    [Theory]
    [InlineData(2008, "2010-01-01")]
    [InlineData(2008, "2008-06-01")]
    [InlineData(1995, "2020-01-01")]
    public void A_year_before_any_policy_has_no_figure(int year, string today)
    {
        var library = new PolicyLibrary(PolicyLibrary.Sources(""));
        var basis = Build("Government 1990-01-01..; admitted 2008-03-01", "Class 40h 2008-05-01").Standing(2019, today).Basis;
        var standing = PolicyEvaluator.Evaluate(library.InForceIn(year, Someone.Day(today)), basis, year, Someone.Day(today));
        Assert.Null(standing.Policy);
        Assert.Equal(NoFigure, standing.Status);
        Assert.Empty(standing.Obligations);
    }

    /// <summary>Both evaluators against the row that was worked out by hand.</summary>
    private static void Check(string who, string earned, string rule, int year, string today, string expected, ComplianceStatus status, string clause)
    {
        var standing = Build(who, earned).Standing(year, today);
        var row = OpinionRow.Of(Assert.Single(standing.Obligations, row => row.Rule.Id == rule));
        var opinion = Assert.Single(Opinion(standing, year, today), row => row.Rule == rule);
        var withWindow = expected.Contains("..", StringComparison.Ordinal);
        Assert.True(Tell(row, withWindow) == expected && row.Status == status, $"{Tell(row, true)} {row.Status}, not {expected} {status}. {clause}");
        Assert.Equal($"{expected} {status}", $"{Tell(opinion, withWindow)} {opinion.Status}");
    }

    private static IReadOnlyList<OpinionRow> Opinion(Standing standing, int year, string today) =>
        new SecondOpinion(standing.Basis.Member, standing.Basis.Credits, standing.Basis.Organisations, year, Someone.Day(today)).Rows();

    /// <summary>As the tables write it: <c>24/56h</c> for hours, <c>0/1x</c> for times, <c>0/-</c> without a figure.</summary>
    private static string Tell(OpinionRow row, bool withWindow)
    {
        var figure = row switch
        {
            { RequiredTimes: { } times } => $"{row.CreditedTimes}/{times}x",
            { RequiredSeconds: { } seconds } => $"{Amount(row.CreditedSeconds)}/{Amount(seconds)}h",
            _ => $"{Amount(row.CreditedSeconds)}/-",
        };
        return (withWindow ? Tell(row.From, row.To) + " " : "") + figure + (row.Leader ? " leader" : "");
    }

    private static string Amount(long seconds) => seconds % 2700 == 0 ? (seconds / 2700).ToString(CultureInfo.InvariantCulture) : $"{seconds}s";

    private static string Tell(DateOnly from, DateOnly? to) =>
        $"{from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}..{to?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>
    /// Reads a member: categories, backgrounds (both also <c>void</c>, and with a period), <c>Post@Sector period</c>, <c>admitted day</c>, <c>skill day</c>,
    /// <c>waived rule year</c>, <c>registered day</c>, <c>imported day</c> (the member's own records), <c>X records day</c>, <c>X under Y</c>,
    /// <c>home X period</c> and <c>received X period</c> (in place of home <c>o</c>), <c>changed A>B day</c> (the organisation <c>changed</c> was A until then).
    /// </summary>
    private static Someone Build(string who, string earned)
    {
        var someone = Someone.Of();
        foreach (var words in Split(who))
            someone = Is(someone, words);
        foreach (var words in Split(earned))
            someone = words[0] == "reversed" ? someone.Reversed() : Earned(someone, words);
        return someone;
    }

    private static IEnumerable<string[]> Split(string text) =>
        text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(' '));

    private static Someone Earned(Someone someone, string[] words)
    {
        var form = words[0] == "Class" ? CreditForm.CentralisedClass : Enum.Parse<CreditForm>(words[0]);
        var amount = long.Parse(words[1][..^1], CultureInfo.InvariantCulture) * (words[1].EndsWith('h') ? 2700 : 1);
        var level = words.Skip(3).FirstOrDefault(word => word[0] != '#');
        var source = words.Skip(3).FirstOrDefault(word => word[0] == '#');
        return someone.Earned(amount, form, words[2], level is null ? null : Enum.Parse<OrganisationLevel>(level), source ?? "test");
    }

    private static Someone Is(Someone someone, string[] words)
    {
        Voiding? voided = null;
        if (words[0] == "void")
            (voided, words) = (new("wrong", "x", default), words[1..]);
        switch (words)
        {
            case ["admitted", var day]:
                return someone.With(member => member with { AdmittedOn = Someone.Day(day) });
            case ["registered", var day]:
                return someone.With(member => member with { RegisteredOn = Someone.Day(day) });
            case ["imported", var day]:
                return someone.With(member => member with { RecordsFrom = Someone.Day(day) });
            case ["skill", var day]:
                return someone.With(member => member with { Skills = [new("welding", Someone.Day(day))] });
            case ["waived", var rule, var year]:
                var waiver = new Waiver(rule, int.Parse(year, CultureInfo.InvariantCulture), "", "", voided);
                return someone.With(member => member with { Waivers = [.. member.Waivers, waiver] });
            case ["home" or "received", var id, var period]:
                var kind = words[0] == "home" ? MembershipKind.Home : MembershipKind.Receiving;
                var others = someone.Member.Memberships.Where(held => held.Period != Someone.Since("2010-07-01"));
                return someone.With(member => member with { Memberships = [.. others, new(id, kind, Period(period, ""), [id], voided)] });
            case [var id, "records", var day]:
                return Place(someone, Organisation(someone, id) with { RecordsFrom = Someone.Day(day) });
            case [var id, "under", var parent]:
                var lower = Organisation(someone, id) with { Lineage = [parent, id] };
                return Place(someone, lower).With(member => member with { Memberships = [member.Memberships[0] with { Lineage = lower.Lineage }] });
            case ["changed", var sectors, var day]:
                var (before, after) = (Sector(sectors.Split('>')[0]), Sector(sectors.Split('>')[1]));
                var earlier = new EarlierSector(before, new(Someone.Day("1990-01-01"), Someone.Day(day).AddDays(-1)));
                return Place(someone, Organisation(someone, "changed") with { Sector = after, EarlierSectors = [earlier] });
            case [var post, ..] when post.Split('@') is [var name, var at]:
                var position = new HeldPosition(Enum.Parse<MemberPosition>(name), at, Period(words.ElementAtOrDefault(1), "2015-01-01"), voided);
                return someone.With(member => member with { Positions = [.. member.Positions, position] });
            case [var name, ..] when Enum.TryParse<MemberBackground>(name, out var background):
                var held = new HeldBackground(background, Period(words.ElementAtOrDefault(1), "2010-07-01"), voided);
                return someone.With(member => member with { Backgrounds = [.. member.Backgrounds, held] });
            default:
                var category = Enum.Parse<MemberCategory>(words[0]);
                var since = Period(words.ElementAtOrDefault(1), "2010-07-01");
                return someone.With(member => member with { Categories = [.. member.Categories, new(category, member.Categories.Count == 0, since, voided)] });
        }
    }

    private static DatePeriod Period(string? words, string otherwise) =>
        words?.Split("..") switch
        {
            null => Someone.Since(otherwise),
            [var from, var to] => Someone.Since(from.Length > 0 ? from : otherwise, to.Length > 0 ? to : null),
            _ => throw new FormatException(words),
        };

    private static MemberCategory? Sector(string word) => word == "-" ? null : Enum.Parse<MemberCategory>(word);

    private static Organisation Organisation(Someone someone, string id) =>
        someone.Organisations.GetValueOrDefault(id) ?? someone.Organisations["o"] with { Id = id, Name = id, Lineage = [id], RecordsFrom = null };

    private static Someone Place(Someone someone, Organisation organisation) =>
        someone with
        {
            Organisations = new Dictionary<string, Organisation>(someone.Organisations) { [organisation.Id] = organisation },
        };
}
