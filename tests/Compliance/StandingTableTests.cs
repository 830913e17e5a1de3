using System.Globalization;
using ELearning.Content;
using static ELearning.Content.ComplianceStatus;

namespace ELearning.Tests.Compliance;

/// <summary>
/// Standings worked out by hand from the text of the policy, each with its clause and its arithmetic. Hours are 学时 of 2,700 seconds; a member is
/// described in words: <c>Rural 2019-01-01..2019-06-30</c> is a category, <c>Secretary@Rural</c> a post in an organisation of that sector (<c>@o</c>: one
/// without), <c>Class 8h 2019-03-01 County #a</c> a credit with the level of its venue and its source; see <see cref="Build"/> for the rest. A row says who,
/// what was earned, what is asked (rule, year and today), what is expected (credited/required, status) and why.
/// </summary>
public sealed class StandingTableTests
{
    public static TheoryData<string> YearlyFigures =>
        Rows(
            """
            # R1
            Rural | Online 16h 2019-05-01 | R1 2019 @2020-01-01 | 16/16h Compliant | 一.3 农村 16: 16 of 16
            Rural | Online 43199s 2019-05-01 | R1 2019 @2020-01-01 | 43199s/16h BelowNorm | 一.3 一般不少于16: 16 × 2700 = 43200 s, one second short
            Rural | Online 43201s 2019-05-01 | R1 2019 @2020-01-01 | 43201s/16h Compliant | 一.3: one second more than 43200
            Rural | | R1 2019 @2019-12-31 | 0/16h OnTrack | 一.3: 31 December is a day of the window, it has not ended
            Rural | | R1 2019 @2020-01-01 | 0/16h BelowNorm | 一.3 一般不少于: ended and missed by 16
            Rural | | R1 2019 @2018-12-31 | 0/16h OnTrack | 一.3: asked before the year has begun
            Rural | Online 16h 2018-12-31 | R1 2019 @2020-01-01 | 0/16h BelowNorm | §3: 31 December 2018 is another year, no carry-over
            Rural | Online 16h 2020-01-01 | R1 2019 @2020-02-01 | 0/16h BelowNorm | §3: 1 January 2020 is another year
            Rural | Online 8h 2019-01-01; Online 8h 2019-12-31 | R1 2019 @2020-01-01 | 16/16h Compliant | §3: both ends inclusive, 8 + 8 = 16
            Rural | Online 40h 2018-06-01; Online 4h 2019-06-01 | R1 2019 @2020-01-01 | 4/16h BelowNorm | §3 no carry-over: 4 of 16
            Rural | EveryForm 2h 2019-05-01 | R1 2019 @2020-01-01 | 16/16h Compliant | §3: every form, 8 forms × 2 = 16
            Rural | Class 16h 2019-05-01; reversed | R1 2019 @2020-01-01 | 0/16h BelowNorm | §3: 16 − 16 = 0
            Rural | Class 16h 2019-05-01; reversed; Class 10h 2019-05-01 | R1 2019 @2020-01-01 | 10/16h BelowNorm | §3: 16 − 16 + 10 = 10
            Rural 2019-12-01.. | | R1 2019 @2020-01-01 | 0/16h BelowNorm | §3: no proration for who came in December
            Rural; CommitteeMember@Rural | Class 16h 2019-05-01 | R1 2019 @2020-01-01 | 16/24h leader BelowNorm | 一.3 班子成员 24: 16 of 24, missing 8
            Rural; CommitteeMember@Rural | Class 24h 2019-05-01 | R1 2019 @2020-01-01 | 24/24h leader Compliant | 一.3 班子成员 24: 24 of 24
            Rural; LeadingCommitteeMember@Rural | Class 23h 2019-05-01 | R1 2019 @2020-01-01 | 23/24h leader BelowNorm | 一.3: 23 of 24, missing 1
            Rural; Secretary@Rural | Class 20h 2019-05-01 | R1 2019 @2020-01-01 | 20/24h leader BelowNorm | 一.3: a secretary is of the committee, 20 of 24
            Rural; FirstSecretary@Rural | Class 20h 2019-05-01 | R1 2019 @2020-01-01 | 20/24h leader BelowNorm
              | §1: 第一书记 as SECRETARY for figures, 20 of 24
            Rural; PartyBuildingInstructor@Rural | Class 16h 2019-05-01 | R1 2019 @2020-01-01 | 16/16h Compliant
              | 一.3: an instructor is a leader in R5 only
            Rural; VillageOfficial@Rural | Class 16h 2019-05-01 | R1 2019 @2020-01-01 | 16/16h Compliant | 一.3: a village official is not of the committee
            Rural; Talent@Rural | Class 16h 2019-05-01 | R1 2019 @2020-01-01 | 16/16h Compliant | 一.3: a talent is not of the committee
            Rural; Secretary@o | Class 16h 2019-05-01 | R1 2019 @2020-01-01 | 16/24h leader BelowNorm | §1: no sector gives the tier of the own category
            Rural; Secretary@nowhere | Class 16h 2019-05-01 | R1 2019 @2020-01-01 | 16/24h leader BelowNorm | §1: an organisation not known has no sector
            Rural; Secretary@Community | Class 16h 2019-05-01 | R1 2019 @2020-01-01 | 16/16h Compliant | §1: a post counts where it is held, not in R1
            Rural; CommitteeMember@Rural 2015-01-01..2019-12-30 | Class 16h 2019-05-01 | R1 2019 @2020-01-01 | 16/16h Compliant
              | §3: as held on 31 December; the post ended the day before
            Rural; CommitteeMember@Rural 2015-01-01..2019-12-31 | Class 16h 2019-05-01 | R1 2019 @2020-01-01 | 16/24h leader BelowNorm
              | §3: as held on 31 December, its last day
            Rural; CommitteeMember@Rural 2019-12-31.. | Class 16h 2019-05-01 | R1 2019 @2020-01-01 | 16/24h leader BelowNorm
              | §3: as held on 31 December, its first day
            Rural; CommitteeMember@Rural 2020-01-01.. | Class 16h 2019-05-01 | R1 2019 @2020-01-01 | 16/16h Compliant
              | §3: as held at the window's end, not today
            Rural; CommitteeMember@Rural 2019-07-01.. | Class 16h 2019-05-01 | R1 2019 @2019-06-30 | 16/16h Compliant
              | §3: as held today, the post begins tomorrow
            Rural; void CommitteeMember@Rural | Class 16h 2019-05-01 | R1 2019 @2020-01-01 | 16/16h Compliant | a voided post counts for nothing
            Rural | Online 16h 2014-05-01 | R1 2014 @2015-01-01 | 16/16h Compliant | §3: the figures go on after 2013
            Rural 2000-01-01.. | Class 15h 2009-05-01 | R1 2009 @2010-01-01 | 15/16h BelowNorm | 一.1 从2009年起: 15 of 16, missing 1
            # R2
            Community | Online 16h 2019-05-01 | R2 2019 @2020-01-01 | 16/16h Compliant | 一.3 社区 16
            Community | Online 15h 2019-05-01 | R2 2019 @2020-01-01 | 15/16h BelowNorm | 一.3 社区: 15 of 16, missing 1
            Community; CommitteeMember@Community | Online 16h 2019-05-01 | R2 2019 @2020-01-01 | 16/24h leader BelowNorm | 一.3 班子成员: 16 of 24, missing 8
            Community; CommitteeMember@Rural | Online 16h 2019-05-01 | R2 2019 @2020-01-01 | 16/16h Compliant | §1: the post is held in a village
            Community; CommitteeMember@o | Online 24h 2019-05-01 | R2 2019 @2020-01-01 | 24/24h leader Compliant
              | §1: no sector, tier of the own category, 24 of 24
            # R3
            Government | Online 24h 2019-05-01 | R3 2019 @2020-01-01 | 24/24h Compliant | 一.3 党政机关 24
            Government | Online 23h 2019-05-01 | R3 2019 @2020-01-01 | 23/24h NonCompliant | 一.3 不少于 without 一般: 23 of 24, missing 1
            Government | Online 64799s 2019-05-01 | R3 2019 @2020-01-01 | 64799s/24h NonCompliant | 一.3: 24 × 2700 = 64800 s, one second short
            Government | Online 23h 2019-05-01 | R3 2019 @2019-12-31 | 23/24h OnTrack | 一.3: not ended
            PublicInstitution | Online 24h 2019-05-01 | R3 2019 @2020-01-01 | 24/24h Compliant | 一.3 事业单位 24
            PublicInstitution | | R3 2019 @2020-01-01 | 0/24h NonCompliant | 一.3 事业单位 不少于24
            Government; LeadingCommitteeMember@Government | Online 24h 2019-05-01 | R3 2019 @2020-01-01 | 24/40h leader NonCompliant
              | 一.3 领导班子成员不少于40: missing 16
            Government; Secretary@Government | Online 40h 2019-05-01 | R3 2019 @2020-01-01 | 40/40h leader Compliant | 一.3: 40 of 40
            Government; FirstSecretary@Government | Online 39h 2019-05-01 | R3 2019 @2020-01-01 | 39/40h leader NonCompliant | §1: as SECRETARY, 39 of 40
            Government; CommitteeMember@Government | Online 24h 2019-05-01 | R3 2019 @2020-01-01 | 24/24h Compliant
              | §3: a branch committee member of a bureau has the ordinary figure
            Government; Secretary@PublicInstitution | Online 24h 2019-05-01 | R3 2019 @2020-01-01 | 24/40h leader NonCompliant
              | §1: both sectors belong to R3, 24 of 40
            PublicInstitution; LeadingCommitteeMember@Government | Online 40h 2019-05-01 | R3 2019 @2020-01-01 | 40/40h leader Compliant
              | §1: both sectors belong to R3
            Government; Secretary@Rural | Online 24h 2019-05-01 | R3 2019 @2020-01-01 | 24/24h Compliant
              | §1: a bureau's official who is secretary of a village: R3's ordinary figure
            Government; FirstSecretary@Rural | Online 24h 2019-05-01 | R3 2019 @2020-01-01 | 24/24h Compliant | §1: 驻村第一书记: R3's ordinary figure
            Government; Secretary@o | Online 24h 2019-05-01 | R3 2019 @2020-01-01 | 24/40h leader NonCompliant
              | §1: a township's committee has no sector, tier of the own category
            Government; Secretary@nowhere | Online 40h 2019-05-01 | R3 2019 @2020-01-01 | 40/40h leader Compliant | §1: not known, no sector
            Government; Secretary@StateEnterprise | Online 24h 2019-05-01 | R3 2019 @2020-01-01 | 24/24h Compliant | §1: STATE_ENTERPRISE belongs to R4
            Government; PartyBuildingInstructor@NewOrganisation | Online 24h 2019-05-01 | R3 2019 @2020-01-01 | 24/24h Compliant
              | §1: the instructor's tier is R5's
            Government; void Secretary@Government | Online 24h 2019-05-01 | R3 2019 @2020-01-01 | 24/24h Compliant | a voided post counts for nothing
            Government; PublicInstitution | Online 24h 2019-05-01 | R3 2019 @2020-01-01 | 24/24h Compliant
              | 一.3: both categories are one rule, listed once
            # R4
            StateEnterprise | Online 24h 2019-05-01 | R4 2019 @2020-01-01 | 24/24h Compliant | 一.3 国有企业 24
            StateEnterprise | Online 23h 2019-05-01 | R4 2019 @2020-01-01 | 23/24h BelowNorm | 一.3 一般不少于: 23 of 24, a norm only
            Financial | Online 24h 2019-05-01 | R4 2019 @2020-01-01 | 24/24h Compliant | 一.3 金融机构 24
            Financial | | R4 2019 @2020-01-01 | 0/24h BelowNorm | 一.3 金融机构: missing 24
            StateEnterprise; LeadingCommitteeMember@StateEnterprise | Online 24h 2019-05-01 | R4 2019 @2020-01-01 | 24/40h leader BelowNorm
              | 一.3 领导班子成员一般不少于40: missing 16
            Financial; Secretary@Financial | Online 40h 2019-05-01 | R4 2019 @2020-01-01 | 40/40h leader Compliant | 一.3: 40 of 40
            Financial; Secretary@StateEnterprise | Online 24h 2019-05-01 | R4 2019 @2020-01-01 | 24/40h leader BelowNorm | §1: both sectors belong to R4
            StateEnterprise; CommitteeMember@StateEnterprise | Online 24h 2019-05-01 | R4 2019 @2020-01-01 | 24/24h Compliant | §1: R4 knows only 领导班子
            StateEnterprise; LeadingCommitteeMember@o | Online 24h 2019-05-01 | R4 2019 @2020-01-01 | 24/40h leader BelowNorm
              | §1: no sector, tier of the own category
            StateEnterprise; Secretary@Government | Online 24h 2019-05-01 | R4 2019 @2020-01-01 | 24/24h Compliant | §1: GOVERNMENT belongs to R3
            # R5
            NewOrganisation | Online 16h 2019-05-01 | R5 2019 @2020-01-01 | 16/16h Compliant | 一.3 “两新” 16
            NewOrganisation | Online 12h 2019-05-01 | R5 2019 @2020-01-01 | 12/16h BelowNorm | 一.3 “两新”: 12 of 16, missing 4
            NewOrganisation; CommitteeMember@NewOrganisation | Online 16h 2019-05-01 | R5 2019 @2020-01-01 | 16/24h leader BelowNorm
              | 一.3 班子成员 24: missing 8
            NewOrganisation; PartyBuildingInstructor@NewOrganisation | Online 24h 2019-05-01 | R5 2019 @2020-01-01 | 24/24h leader Compliant
              | 一.3 党建工作指导员 24
            NewOrganisation; PartyBuildingInstructor@o | Online 16h 2019-05-01 | R5 2019 @2020-01-01 | 16/24h leader BelowNorm
              | §1: no sector, tier of the own category
            NewOrganisation; PartyBuildingInstructor@Rural | Online 16h 2019-05-01 | R5 2019 @2020-01-01 | 16/16h Compliant
              | §1: not held in an organisation of R5
            NewOrganisation; Secretary@Rural | Online 16h 2019-05-01 | R5 2019 @2020-01-01 | 16/16h Compliant
              | §1: a secretary of a village has R5's ordinary figure
            Government; PartyBuildingInstructor@NewOrganisation | Online 16h 2019-05-01 | R5 2019 @2020-01-01 | 16/24h leader BelowNorm
              | §1: R5's leader figure whatever the category, missing 8
            Other; PartyBuildingInstructor@NewOrganisation | Online 24h 2019-05-01 | R5 2019 @2020-01-01 | 24/24h leader Compliant
              | §1: whatever the category, one with no figure too
            Cadre; PartyBuildingInstructor@NewOrganisation | Online 24h 2019-05-01 | R5 2019 @2020-01-01 | 24/24h leader Compliant
              | §1 cadres: R5's instructor stays
            # R6
            Student | Online 16h 2019-05-01 | R6 2019 @2020-01-01 | 16/16h Compliant | 一.3 学生 16
            Student | Online 8h 2019-05-01 | R6 2019 @2020-01-01 | 8/16h BelowNorm | 一.3 学生: 8 of 16, missing 8
            Student; Secretary@Student | Online 16h 2019-05-01 | R6 2019 @2020-01-01 | 16/16h Compliant | §3: a student secretary has the ordinary figure
            Student; LeadingCommitteeMember@o | Online 16h 2019-05-01 | R6 2019 @2020-01-01 | 16/16h Compliant
              | §1: R6 has no leader tier whatever the position
            # R7
            Floating | Online 16h 2019-05-01 | R7 2019 @2020-01-01 | 16/16h Compliant | 一.3 流动 16
            Floating | | R7 2019 @2020-01-01 | 0/16h BelowNorm | 一.3 流动: missing 16
            Floating; CommitteeMember@Floating | Online 16h 2019-05-01 | R7 2019 @2020-01-01 | 16/24h leader BelowNorm | 一.3 流动党员党组织班子成员 24: missing 8
            Floating; CommitteeMember@Rural | Online 16h 2019-05-01 | R7 2019 @2020-01-01 | 16/16h Compliant | §1: 流动党员党组织班子成员 only
            Floating; Secretary@o | Online 24h 2019-05-01 | R7 2019 @2020-01-01 | 24/24h leader Compliant | §1: no sector, tier of the own category
            # R8, R9
            Other | | R8 2019 @2020-01-01 | 0/- NoFigure | 一.3 其他: never invent a figure
            Other; Secretary@Other | | R8 2019 @2020-01-01 | 0/- NoFigure | 一.3 其他: no figure for its secretary either
            Cadre | | R9 2019 @2020-01-01 | 0/- NoFigure | 一.3 领导干部: no figure here
            Cadre; LeadingCommitteeMember@Government | | R9 2019 @2020-01-01 | 0/- NoFigure | 一.3 领导干部: no figure here, whatever the post
            """
        );

    [Theory]
    [MemberData(nameof(YearlyFigures))]
    public void Yearly_figures_by_category(string row) => Check(row);

    public static TheoryData<string> SeveralCategories =>
        Rows(
            """
            # Two categories: each rule on its own, one credit serves both.
            Rural; Government | Online 16h 2019-05-01 | R1 2019 @2020-01-01 | 16/16h Compliant | §3: one credit serves R1 and R3; 16 of 16
            Rural; Government | Online 16h 2019-05-01 | R3 2019 @2020-01-01 | 16/24h NonCompliant | §3: one credit serves R1 and R3; 16 of 24
            Rural; Government; Secretary@Rural | Online 24h 2019-05-01 | R1 2019 @2020-01-01 | 24/24h leader Compliant | §1: the village's post is R1's
            Rural; Government; Secretary@Rural | Online 24h 2019-05-01 | R3 2019 @2020-01-01 | 24/24h Compliant | §1: and not R3's
            Rural; Government; Secretary@o | Online 24h 2019-05-01 | R3 2019 @2020-01-01 | 24/40h leader NonCompliant
              | §1: no sector, the tier of each own category
            Rural; Government; Secretary@o | Online 24h 2019-05-01 | R1 2019 @2020-01-01 | 24/24h leader Compliant
              | §1: no sector, the tier of each own category
            Other; Student | Online 16h 2019-05-01 | R6 2019 @2020-01-01 | 16/16h Compliant | §3: the rule of the category that is not the main one
            # A transfer within the year.
            Government 2010-07-01..2019-06-30; Rural 2019-07-01.. | Online 16h 2019-02-01 | R1 2019 @2020-01-01 | 16/16h Compliant
              | §3: category as held on 31 December; hours of before count
            Government 2010-07-01..2019-06-30; Rural 2019-07-01.. | Online 16h 2019-02-01 | R3 2019 @2019-06-30 | 16/24h OnTrack
              | §3: category as held today
            Rural; CommitteeMember@Rural ..2019-06-30; CommitteeMember@Community 2019-07-01..
              | Online 16h 2019-02-01 | R1 2019 @2020-01-01 | 16/16h Compliant | §3: on 31 December the post is elsewhere
            # 村改居.
            Community; Secretary@changed; changed Rural>Community 2019-07-01 | Online 16h 2019-02-01 | R2 2019 @2020-01-01 | 16/24h leader BelowNorm
              | §1 村改居 is dated: COMMUNITY on 31 December
            Community; Secretary@changed; changed Rural>Community 2019-07-01 | Online 16h 2019-02-01 | R2 2019 @2019-06-30 | 16/16h Compliant
              | §1 村改居 is dated: RURAL until 30 June
            Rural; Secretary@changed; changed Rural>Community 2020-01-01 | Online 16h 2019-02-01 | R1 2019 @2020-01-01 | 16/24h leader BelowNorm
              | §1: still RURAL on 31 December 2019
            Rural; Secretary@changed; changed ->Community 2019-12-31 | Online 16h 2019-02-01 | R1 2019 @2020-01-01 | 16/16h Compliant
              | §1: COMMUNITY on 31 December, its first day
            Rural; Secretary@changed; changed ->Community 2020-01-01 | Online 16h 2019-02-01 | R1 2019 @2020-01-01 | 16/24h leader BelowNorm
              | §1: without sector on 31 December
            Government; Secretary@changed; changed Government>Rural 2019-07-01 | | P1 2019 @2020-01-01 | 0/56h BelowNorm
              | 二.1: a village's since July, 56 without proration
            Government; Secretary@changed; changed NewOrganisation>- 2020-01-01 | | P2 2019 @2020-01-01 | 0/40h BelowNorm | 二.2: 两新 on 31 December 2019
            # Cadres.
            Rural; Cadre 2019-07-02.. | | R9 2019 @2020-01-01 | 0/- NoFigure | 一.1: from 2 July 183 days of 365, more than half
            Rural; Cadre 2019-07-03.. | Online 16h 2019-05-01 | R1 2019 @2020-01-01 | 16/16h Compliant | 一.1: from 3 July 182 days of 365, less than half
            Rural; Cadre 2020-07-02.. | | R1 2020 @2021-01-01 | 0/16h BelowNorm | 一.1: from 2 July 2020 183 days of 366, exactly half is not more
            Rural; Cadre 2020-07-01.. | | R9 2020 @2021-01-01 | 0/- NoFigure | 一.1: from 1 July 2020 184 days of 366
            Rural; Cadre 2019-12-31.. | Online 16h 2019-05-01 | R1 2019 @2020-01-01 | 16/16h Compliant
              | 一.1: one day of 365; added on 31 December takes no row away
            Rural; Cadre 2019-01-01..2019-07-02 | | R9 2019 @2020-01-01 | 0/- NoFigure | 一.1: until 2 July 181 + 2 = 183 days, more than half
            Rural; Cadre 2019-01-01..2019-07-01 | | R1 2019 @2020-01-01 | 0/16h BelowNorm | 一.1: until 1 July 182 days, less than half
            Rural; Cadre 2019-01-01..2019-04-01; Cadre 2019-10-01.. | | R9 2019 @2020-01-01 | 0/- NoFigure | 一.1: 91 + 92 = 183 days in two pieces
            Rural; Cadre 2019-01-01..2019-06-30; Cadre 2019-03-01..2019-06-30 | | R1 2019 @2020-01-01 | 0/16h BelowNorm
              | 一.1: 181 days, held twice they count once
            Rural; void Cadre | | R1 2019 @2020-01-01 | 0/16h BelowNorm | 一.1: voided, not a cadre
            Cadre; Secretary@Rural | | P1 2019 @2020-01-01 | 0/56h BelowNorm | §1 cadres: what a post gives stays
            Cadre; Secretary@NewOrganisation | | P2 2019 @2020-01-01 | 0/40h BelowNorm | §1 cadres: what a post gives stays
            Cadre; Talent@o 2019-05-01.. | Class 24h 2019-06-01 | P3 2019 @2020-01-01 | 24/24h Compliant | §1 cadres: what a post gives stays
            """
        );

    [Theory]
    [MemberData(nameof(SeveralCategories))]
    public void Several_categories_and_what_changes_within_a_year(string row) => Check(row);

    public static TheoryData<string> KeyProjects =>
        Rows(
            """
            # P1
            Rural; Secretary@Rural
              | Class 8h 2019-03-01 County; Class 8h 2019-03-02 County; Class 8h 2019-03-03 County | P1 2019 @2020-01-01 | 24/56h BelowNorm
              | 二.1: 3 days × 8 = 24 of 56, missing 32
            Rural; Secretary@Rural | Class 28h 2019-03-01 County; Class 28h 2019-09-01 City | P1 2019 @2020-01-01 | 56/56h Compliant | 二.1: 28 + 28 = 56
            Rural; Secretary@Rural | Class 56h 2019-03-01 Province | P1 2019 @2020-01-01 | 56/56h Compliant | 二.1 县级及以上: province
            Rural; Secretary@Rural | Class 28h 2019-03-01 County; Class 28h 2019-09-01 Township | P1 2019 @2020-01-01 | 28/56h BelowNorm
              | 二.1: a township's class does not count, 28 of 56
            Rural; Secretary@Rural | Class 56h 2019-03-01 Basic | P1 2019 @2020-01-01 | 0/56h BelowNorm | 二.1: nor a branch's
            Rural; Secretary@Rural | Class 56h 2019-03-01 | P1 2019 @2020-01-01 | 0/56h BelowNorm | 二.1: a level not known is not county level
            Rural; Secretary@Rural | Lecture 56h 2019-03-01 County | P1 2019 @2020-01-01 | 0/56h BelowNorm | 二.1 集中培训 only
            Rural; Secretary@Rural | Online 56h 2019-03-01 County | P1 2019 @2020-01-01 | 0/56h BelowNorm | §3: no online hours in P1
            Rural; Secretary@Rural | Class 56h 2019-03-01 County; reversed | P1 2019 @2020-01-01 | 0/56h BelowNorm | §3: 56 − 56 = 0
            Rural; Secretary@Rural | Class 55h 2019-03-01 County | P1 2019 @2019-12-31 | 55/56h OnTrack | 二.1: not ended, missing 1
            Rural; Secretary@Rural | Class 56h 2018-12-31 County | P1 2019 @2020-01-01 | 0/56h BelowNorm | 二.1: calendar year
            Government; Secretary@Rural | Class 24h 2019-03-01 County | P1 2019 @2020-01-01 | 24/56h BelowNorm
              | 二.1: a bureau's official who is secretary of a village
            Government; FirstSecretary@Rural | Class 56h 2019-03-01 County | P1 2019 @2020-01-01 | 56/56h Compliant | §1: 第一书记 as SECRETARY for figures
            Student; Secretary@Community | | P1 2019 @2020-01-01 | 0/56h BelowNorm | 二.1 农村（社区）: a community's, whatever the own category
            Rural; Secretary@Rural; Secretary@Community | Class 56h 2019-03-01 County | P1 2019 @2020-01-01 | 56/56h Compliant
              | 二.1: two posts, one figure a year
            Rural; Secretary@Rural 2019-12-31.. | | P1 2019 @2020-01-01 | 0/56h BelowNorm | §3: no proration, held on 31 December
            # P1B
            Rural; Secretary@Rural 2019-05-01.. | | P1B 2019 @2020-01-01 | 2019-05-01.. 0/- NoFigure | 二.1 新任…及时: no deadline
            Rural; Secretary@Rural 2019-05-01.. | Class 8h 2019-04-30; Class 16h 2019-05-01 | P1B 2019 @2020-01-01 | 2019-05-01.. 16/- NoFigure
              | 二.1: from the appointment
            Rural; Secretary@Rural 2017-05-01.. | Lecture 8h 2019-04-30 | P1B 2019 @2020-01-01 | 2017-05-01.. 0/- NoFigure
              | 二.1: open, listed in later years; CENTRALISED_CLASS only
            # P2
            NewOrganisation; Secretary@NewOrganisation | Class 40h 2019-03-01 | P2 2019 @2020-01-01 | 40/40h Compliant | 二.2: 40 of 40, no level asked
            NewOrganisation; Secretary@NewOrganisation | Class 39h 2019-03-01 Township | P2 2019 @2020-01-01 | 39/40h BelowNorm | 二.2 一般不少于40: missing 1
            NewOrganisation; Secretary@NewOrganisation | Class 20h 2019-03-01; Lecture 20h 2019-03-02 | P2 2019 @2020-01-01 | 20/40h BelowNorm
              | 二.2: CENTRALISED_CLASS only, 20 of 40
            NewOrganisation; Secretary@NewOrganisation | Online 40h 2019-03-01 | P2 2019 @2020-01-01 | 0/40h BelowNorm | §3: no online hours in P2
            Government; FirstSecretary@NewOrganisation | Class 40h 2019-03-01 | P2 2019 @2020-01-01 | 40/40h Compliant
              | 二.2: whatever the own category; 第一书记 as SECRETARY
            NewOrganisation; Secretary@NewOrganisation | | P2 2019 @2019-12-31 | 0/40h OnTrack | 二.2: not ended
            # P2.once
            NewOrganisation; Secretary@NewOrganisation | Class 4h 2019-03-01 | P2.once 2019 @2020-01-01 | 1/1x Compliant | 二.2 至少参加一次: one class of 4
            NewOrganisation; Secretary@NewOrganisation | Class 10799s 2019-03-01 | P2.once 2019 @2020-01-01 | 0/1x NonCompliant
              | §3: 4 × 2700 = 10800 s, one second short; 至少 is HARD
            NewOrganisation; Secretary@NewOrganisation | Class 2h 2019-03-01 #a; Class 2h 2019-03-02 #a | P2.once 2019 @2020-01-01 | 1/1x Compliant
              | §3: two entries of one source, 2 + 2 = 4
            NewOrganisation; Secretary@NewOrganisation | Class 3h 2019-03-01 #a; Class 3h 2019-03-02 #b | P2.once 2019 @2020-01-01 | 0/1x NonCompliant
              | §3: 3 and 3 of two sources, neither has 4
            NewOrganisation; Secretary@NewOrganisation | Class 4h 2019-03-01 #a; Class 8h 2019-03-02 #b | P2.once 2019 @2020-01-01 | 2/1x Compliant
              | §3: two sources of 4 and 8
            NewOrganisation; Secretary@NewOrganisation | Class 4h 2019-03-01 #a; Class 4h 2019-03-02 #a | P2.once 2019 @2020-01-01 | 1/1x Compliant
              | §3: one source is one time, not two entries
            NewOrganisation; Secretary@NewOrganisation | Class 8h 2019-03-01; reversed | P2.once 2019 @2020-01-01 | 0/1x NonCompliant
              | §3 net of reversals: 8 − 8 = 0
            NewOrganisation; Secretary@NewOrganisation
              | Class 2h 2019-03-01 #a; Class 2h 2019-03-02 #a; reversed | P2.once 2019 @2020-01-01 | 0/1x NonCompliant
              | §3 net of reversals: 2 + 2 − 2 = 2 of one source
            NewOrganisation; Secretary@NewOrganisation
              | Class 6h 2019-03-01 #a; Class 2h 2019-03-02 #a; reversed | P2.once 2019 @2020-01-01 | 1/1x Compliant
              | §3 net of reversals: 6 + 2 − 2 = 6 of one source
            NewOrganisation; Secretary@NewOrganisation
              | Class 4h 2019-03-01 #a; Class 8h 2019-03-02 #b; reversed | P2.once 2019 @2020-01-01 | 1/1x Compliant
              | §3: the reversal takes from b, a keeps its 4
            NewOrganisation; Secretary@NewOrganisation | Lecture 8h 2019-03-01 | P2.once 2019 @2020-01-01 | 0/1x NonCompliant
              | 二.2 集中培训: a lecture is none
            NewOrganisation; Secretary@NewOrganisation | Class 2h 2018-12-31 #a; Class 2h 2019-01-01 #a | P2.once 2019 @2020-01-01 | 0/1x NonCompliant
              | 二.2 每年: 2 of 4 are of this year
            NewOrganisation; Secretary@NewOrganisation | | P2.once 2019 @2019-12-31 | 0/1x OnTrack | 二.2: not ended
            # P2B
            NewOrganisation; Secretary@NewOrganisation 2019-05-01.. | Class 8h 2019-05-02 | P2B 2019 @2020-01-01 | 2019-05-01.. 8/- NoFigure
              | 二.2 新任…及时: no deadline
            # P3
            Rural; Talent@Rural 2019-03-01.. | Class 12h 2019-05-01; Lecture 12h 2019-06-01 | P3 2019 @2020-01-01 | 24/24h Compliant
              | 二.3 集中培训、论坛、大讲堂: 12 + 12 = 24
            Rural; Talent@Rural 2019-03-01.. | Class 12h 2019-05-01; Seminar 12h 2019-06-01 | P3 2019 @2020-01-01 | 12/24h BelowNorm
              | 二.3: a seminar does not count, 12 of 24
            Rural; Talent@Rural 2019-03-01.. | Online 24h 2019-05-01 | P3 2019 @2020-01-01 | 0/24h BelowNorm | §3: no online hours in P3
            Rural; Talent@Rural 2019-12-31.. | Class 24h 2019-02-01 | P3 2019 @2020-01-01 | 2019-01-01..2019-12-31 24/24h Compliant
              | 二.3: the calendar year in which the nomination begins, all of it
            Other; Talent@o 2019-03-01.. | | P3 2019 @2019-12-31 | 0/24h OnTrack | 二.3: not ended
            Rural; Talent@Rural 2019-03-01..2019-05-01; Talent@Rural 2019-09-01.. | Class 24h 2019-10-01 | P3 2019 @2020-01-01 | 24/24h Compliant
              | 二.3: two nominations of a year are one row
            # P4A
            Rural; VillageOfficial@Rural 2019-08-01.. | Class 80h 2019-07-15 | P4A 2019 @2020-01-01 | 2019-01-01..2019-07-31 80/- NoFigure
              | 二.4 岗前培训: 10 days × 8 = 80 before taking post; a duty of the city
            Rural; VillageOfficial@Rural 2019-08-01.. | Class 80h 2019-08-01 | P4A 2019 @2020-01-01 | 2019-01-01..2019-07-31 0/- NoFigure
              | 二.4 岗前: the first day in post is too late
            Rural; VillageOfficial@Rural 2020-01-01.. | Class 80h 2019-07-15 | P4A 2019 @2020-06-01 | 2019-01-01..2019-12-31 80/- NoFigure
              | 二.4: in post from 1 January, its eve is of the year before
            # P4B
            Rural; VillageOfficial@Rural 2017-08-01..2019-07-31
              | Class 30h 2017-09-01 County; Field 20h 2018-05-01 County; Lecture 14h 2019-07-31 City | P4B 2019 @2020-01-01
              | 2017-08-01..2019-07-31 64/64h Compliant | 二.4 服务期内: 30 + 20 + 14 = 64
            Rural; VillageOfficial@Rural 2017-08-01..2019-07-31
              | Class 30h 2017-09-01 County; Field 20h 2018-05-01 Township; Lecture 14h 2019-07-31 City | P4B 2019 @2020-01-01 | 44/64h BelowNorm
              | 二.4 县组织部负责: 30 + 14 = 44, the township's 20 do not count
            Rural; VillageOfficial@Rural 2017-08-01..2019-07-31 | Class 64h 2017-09-01 | P4B 2019 @2020-01-01 | 0/64h BelowNorm
              | 二.4: organiser not known, not the county
            Rural; VillageOfficial@Rural 2017-08-01..2019-07-31
              | Class 32h 2017-07-31 County; Class 32h 2017-08-01 County | P4B 2019 @2020-01-01 | 32/64h BelowNorm | 二.4 其他集中培训: besides P4A, 32 of 64
            Rural; VillageOfficial@Rural 2017-08-01..2019-07-31
              | Class 32h 2019-07-31 County; Class 32h 2019-08-01 County | P4B 2019 @2020-01-01 | 32/64h BelowNorm
              | 二.4: the day after the term is outside
            Rural; VillageOfficial@Rural 2017-08-01..2019-07-31 | | P4B 2018 @2020-01-01 | 0/64h OnTrack | §3: listed in 2018, decided in 2019
            Rural; VillageOfficial@Rural 2017-08-01..2019-07-31 | | P4B 2019 @2019-07-31 | 0/64h OnTrack | 二.4: the last day of the term
            Rural; VillageOfficial@Rural 2017-08-01..2019-07-31 | | P4B 2019 @2019-08-01 | 0/64h BelowNorm | 二.4: the term is over, missing 64
            Rural; VillageOfficial@Rural 2017-08-01.. | Class 63h 2018-09-01 County | P4B 2019 @2020-01-01 | 2017-08-01.. 63/64h OnTrack
              | 二.4: serving, the term has no end yet
            Rural; VillageOfficial@Rural 2017-08-01.. | Seminar 64h 2018-09-01 County; Online 64h 2018-09-01 County | P4B 2019 @2020-01-01 | 0/64h OnTrack
              | 二.4: neither a seminar nor online
            Rural; VillageOfficial@Rural 2017-08-01.. | Field 64h 2018-09-01 Province | P4B 2019 @2020-01-01 | 64/64h Compliant
              | 二.4 实践培训: 64, of the whole term
            # P5
            Rural; admitted 2019-03-15
              | Class 6h 2019-04-01; Lecture 6h 2019-05-01; Seminar 6h 2019-06-01; ThemedActivity 6h 2020-03-14 | P5 2020 @2020-06-01
              | 2019-03-15..2020-03-14 24/24h Compliant | 二.5 四种方式: 4 × 6 = 24, the last on the last day
            Rural; admitted 2019-03-15 | Class 18h 2019-04-01; ThemedActivity 6h 2020-03-15 | P5 2020 @2020-06-01 | 18/24h BelowNorm
              | 二.5 一年内: 15 March 2020 is outside, 18 of 24
            Rural; admitted 2019-03-15 | Class 18h 2019-04-01; ThemedActivity 6h 2019-03-14 | P5 2020 @2020-06-01 | 18/24h BelowNorm
              | 二.5 入党后: before admission is outside, 18 of 24
            Rural; admitted 2019-03-15
              | Online 24h 2019-04-01; Field 24h 2019-04-01; External 24h 2019-04-01; GroupViewing 24h 2019-04-01 | P5 2020 @2020-06-01 | 0/24h BelowNorm
              | 二.5: none of the four ways
            Rural; admitted 2019-03-15 | | P5 2019 @2020-06-01 | 0/24h OnTrack | §3: listed in 2019, decided in 2020
            Rural; admitted 2019-03-15 | | P5 2020 @2020-03-14 | 0/24h OnTrack | 二.5: the last day of the year from admission
            Rural; admitted 2019-03-15 | | P5 2020 @2020-03-15 | 0/24h BelowNorm | 二.5: the year is over, missing 24
            Rural; admitted 2019-01-01 | Class 24h 2019-12-31 | P5 2019 @2020-01-01 | 2019-01-01..2019-12-31 24/24h Compliant
              | 二.5: from 1 January it is the calendar year
            Rural; admitted 2019-12-31 | | P5 2020 @2020-12-30 | 2019-12-31..2020-12-30 0/24h OnTrack | 二.5: one year, rolling
            Rural; admitted 2020-02-29 | Class 24h 2021-02-28 | P5 2021 @2021-03-01 | 2020-02-29..2021-02-28 24/24h Compliant
              | 二.5: from 29 February the year is full with 28 February
            Rural; admitted 2020-02-29 | Class 24h 2021-03-01 | P5 2021 @2021-03-01 | 0/24h BelowNorm | 二.5: 1 March is outside
            Rural; admitted 2019-03-01 | Class 24h 2020-02-29 | P5 2020 @2020-03-01 | 2019-03-01..2020-02-29 24/24h Compliant
              | 二.5: from 1 March until 29 February
            Cadre; admitted 2019-03-15 | | P5 2020 @2020-06-01 | 0/24h BelowNorm | 二.5 每名新党员; §1: only R1–R7 are not listed for cadres
            # P5.once
            Rural; admitted 2019-03-15 | Class 4h 2019-04-01 | P5.once 2020 @2020-06-01 | 1/1x Compliant | 二.5 至少参加一次集中培训: one of 4
            Rural; admitted 2019-03-15 | Seminar 24h 2019-04-01 | P5.once 2020 @2020-06-01 | 0/1x NonCompliant
              | 二.5: a seminar is no centralised class; 至少 is HARD
            Rural; admitted 2019-03-15 | Class 3h 2019-04-01 #a; Class 3h 2019-05-01 #b | P5.once 2020 @2020-06-01 | 0/1x NonCompliant
              | §3: 3 and 3 of two sources
            Rural; admitted 2019-03-15 | Class 3h 2019-12-31 #a; Class 3h 2020-01-02 #a | P5.once 2020 @2020-06-01 | 1/1x Compliant
              | §3: 3 + 3 = 6 of one source, over the turn of the year
            Rural; admitted 2019-03-15 | Class 3h 2020-03-14 #a; Class 3h 2020-03-15 #a | P5.once 2020 @2020-06-01 | 0/1x NonCompliant
              | §3: 3 of 6 lie within the window
            Rural; admitted 2019-03-15 | Class 8h 2019-04-01; reversed | P5.once 2020 @2020-06-01 | 0/1x NonCompliant | §3 net of reversals: 8 − 8 = 0
            Rural; admitted 2019-03-15 | | P5.once 2020 @2020-03-14 | 0/1x OnTrack | 二.5: the last day of the year from admission
            # P6
            Rural | | P6 2019 @2020-01-01 | 0/- NoFigure | 二.6 农村党员: advocated, no figure
            Rural; skill 2019-05-01 | | P6 2019 @2020-01-01 | 0/- NoFigure | 二.6: a skill is an outcome, not a figure met
            Student; LaidOff | | P6 2019 @2020-01-01 | 0/- NoFigure | 二.6 下岗失业职工党员
            Government; Demobilised | | P6 2019 @2020-01-01 | 0/- NoFigure | 二.6 退伍转业军人党员
            """
        );

    [Theory]
    [MemberData(nameof(KeyProjects))]
    public void Key_projects(string row) => Check(row);

    public static TheoryData<string> RecordsAndWaivers =>
        Rows(
            """
            Rural; o records 2019-01-01 | | R1 2019 @2020-01-01 | 0/16h BelowNorm | §3: the window begins with the records
            Rural; o records 2019-01-02 | | R1 2019 @2020-01-01 | 0/16h NotRecorded | §3: begun a day before the records, not met
            Rural; o records 2019-01-02 | Online 16h 2019-05-01 | R1 2019 @2020-01-01 | 16/16h Compliant | §3: met by what is recorded
            Rural; o records 2019-01-02 | Online 15h 2019-05-01 | R1 2019 @2019-06-01 | 15/16h NotRecorded | §3: open or ended, its gap of 1 shown
            Rural; o records 2025-01-01 | | R1 2019 @2020-01-01 | 0/16h NotRecorded | §3: nobody is blamed for a year that nobody wrote down
            Government; o records 2019-07-01 | | R3 2019 @2020-01-01 | 0/24h NotRecorded | §3: HARD figures too
            Rural; o records 2012-01-01 | | R1 2019 @2020-01-01 | 0/16h BelowNorm | §3: recorded for years
            Rural; registered 2019-06-15 | | R1 2019 @2020-01-01 | 0/16h BelowNorm | §3: 1 January of the year of the first registration
            Rural; registered 2020-01-01 | | R1 2019 @2020-01-01 | 0/16h NotRecorded | §3: registered in 2020, 2019 was not written down
            Rural; registered 2020-06-01; imported 2018-01-01 | | R1 2019 @2020-07-01 | 0/16h BelowNorm | §3: an import of history sets it earlier
            Rural; registered 2018-06-01; o records 2019-05-01 | | R1 2019 @2020-01-01 | 0/16h NotRecorded | §3: the later of the two, 1 May 2019
            Rural; registered 2019-06-01; o records 2015-05-01 | | R1 2019 @2020-01-01 | 0/16h BelowNorm | §3: the later of the two, 1 January 2019
            Rural; imported 2018-01-01; o records 2019-05-01 | | R1 2019 @2020-01-01 | 0/16h NotRecorded
              | §3: the later of the two, an import does not reach behind the home's
            Rural; above records 2019-05-01; o under above | | R1 2019 @2020-01-01 | 0/16h NotRecorded | §3: inherited from the parent
            Rural; above records 2019-05-01; o under above; o records 2012-01-01 | | R1 2019 @2020-01-01 | 0/16h BelowNorm
              | §3: its own before the parent's
            Rural; b records 2019-05-01; home o 2010-07-01..2018-12-31; home b 2019-01-01.. | | R1 2019 @2020-01-01 | 0/16h BelowNorm
              | §3: a transfer never moves it
            Rural; o records 2019-05-01; home o 2010-07-01..2018-12-31; home b 2019-01-01.. | | R1 2019 @2020-01-01 | 0/16h NotRecorded
              | §3: that of the first home
            Rural; b records 2019-05-01; received b 2011-01-01..; home o 2010-07-01.. | | R1 2019 @2020-01-01 | 0/16h BelowNorm
              | §3: the home, not the receiving organisation
            Rural; admitted 2019-03-15; o records 2019-03-16 | | P5 2020 @2020-06-01 | 0/24h NotRecorded | §3: a rolling window begun before
            Rural; admitted 2019-03-15; o records 2019-03-15 | | P5 2020 @2020-06-01 | 0/24h BelowNorm | §3: begun on the first day of the records
            Rural; admitted 2019-03-15; registered 2020-02-01 | Class 4h 2020-02-10 | P5.once 2020 @2020-06-01 | 1/1x Compliant
              | §3: met by what is recorded
            Rural; VillageOfficial@Rural 2017-08-01..2019-07-31; o records 2018-01-01 | | P4B 2019 @2020-01-01 | 0/64h NotRecorded
              | §3: a term begun before the records
            NewOrganisation; Secretary@NewOrganisation; o records 2019-02-01 | | P2.once 2019 @2020-01-01 | 0/1x NotRecorded | §3: HARD on the member too
            Other; o records 2025-01-01 | | R8 2019 @2020-01-01 | 0/- NoFigure | §3: nothing to meet, nothing to record
            # Waivers.
            Government; waived R3 2019 | | R3 2019 @2020-01-01 | 0/24h NoFigure | a figure that was waived in its year
            Government; waived R3 2018 | | R3 2019 @2020-01-01 | 0/24h NonCompliant | waived in another year
            Government; waived R1 2019 | | R3 2019 @2020-01-01 | 0/24h NonCompliant | another figure was waived
            Government; void waived R3 2019 | | R3 2019 @2020-01-01 | 0/24h NonCompliant | the waiver was voided
            Rural; admitted 2019-03-15; waived P5 2020 | | P5 2019 @2020-06-01 | 0/24h NoFigure
              | waived for the year in which the row is decided, in every year that lists it
            Rural; admitted 2019-03-15; waived P5 2019 | | P5 2020 @2020-06-01 | 0/24h BelowNorm | 2019 is not the year in which the row is decided
            Rural; admitted 2019-03-15; waived P5 2020 | | P5.once 2020 @2020-06-01 | 0/1x NonCompliant | hours waived, the class not
            Rural; VillageOfficial@Rural 2017-08-01..; waived P4B 2019 | | P4B 2019 @2020-01-01 | 0/64h NoFigure | an open window: the year asked
            """
        );

    [Theory]
    [MemberData(nameof(RecordsAndWaivers))]
    public void Records_and_waivers(string row) => Check(row);

    public static TheoryData<string> NotListed =>
        Rows(
            """
            Rural | R2 2019 @2020-01-01 | 一.3: not of that category
            Rural | P1 2019 @2020-01-01 | 二.1: no secretary
            Rural; Secretary@o | P1 2019 @2020-01-01 | 二.1: an organisation without sector is no village
            Rural; Secretary@nowhere | P1 2019 @2020-01-01 | 二.1: an organisation not known is no village
            Rural; Secretary@NewOrganisation | P1 2019 @2020-01-01 | 二.1: the sector of the organisation, not the own category
            NewOrganisation; Secretary@Rural | P2 2019 @2020-01-01 | 二.2: the sector of the organisation, not the own category
            NewOrganisation; Secretary@Rural | P2.once 2019 @2020-01-01 | 二.2: the sector of the organisation, not the own category
            NewOrganisation; PartyBuildingInstructor@NewOrganisation | P2 2019 @2020-01-01 | 二.2: an instructor is no secretary
            Rural; CommitteeMember@Rural; LeadingCommitteeMember@Rural | P1 2019 @2020-01-01 | 二.1: of the committee, no secretary
            Rural; void Secretary@Rural | P1 2019 @2020-01-01 | a voided post counts for nothing
            Rural; void Secretary@Rural | P1B 2019 @2020-01-01 | a voided post counts for nothing
            Rural; Secretary@Rural 2015-01-01..2019-12-30 | P1 2019 @2020-01-01 | §3: not held on 31 December
            Rural; Secretary@Rural 2019-07-01.. | P1 2019 @2019-06-30 | §3: not held today
            Rural; Secretary@Rural 2019-07-01.. | P1B 2019 @2019-06-30 | 二.1: not appointed yet
            Rural; Secretary@Rural 2020-01-01.. | P1B 2019 @2020-02-01 | 二.1: appointed after the year
            Rural; Talent@Rural 2019-03-01.. | P3 2020 @2021-01-01 | 二.3: not the year in which the nomination begins
            Rural; Talent@Rural 2019-03-01.. | P3 2018 @2020-01-01 | 二.3: not the year in which the nomination begins
            Rural; Talent@Rural 2019-07-01.. | P3 2019 @2019-06-30 | 二.3: not nominated yet
            Rural; void Talent@Rural 2019-03-01.. | P3 2019 @2020-01-01 | a voided nomination counts for nothing
            Rural; VillageOfficial@Rural 2019-08-01.. | P4A 2020 @2020-06-01 | 二.4 岗前: only until the appointment
            Rural; VillageOfficial@Rural 2019-01-01.. | P4A 2019 @2020-06-01 | 二.4 岗前: its eve is 31 December 2018
            Rural; VillageOfficial@Rural 2017-08-01..2019-07-31 | P4B 2020 @2020-06-01 | §3: its window does not overlap 2020
            Rural; VillageOfficial@Rural 2019-08-01.. | P4B 2019 @2019-07-31 | 二.4: not in post yet
            Rural; admitted 2019-01-01 | P5 2020 @2020-06-01 | 二.5: over on 31 December 2019
            Rural; admitted 2019-01-01 | P5 2018 @2020-06-01 | 二.5: not begun
            Rural; admitted 2020-02-29 | P5.once 2022 @2022-06-01 | 二.5: over on 28 February 2021
            Government | P6 2019 @2020-01-01 | 二.6: neither rural nor laid off nor demobilised
            Government; void LaidOff | P6 2019 @2020-01-01 | voided
            Rural; Cadre 2019-07-02.. | R1 2019 @2020-01-01 | 一.1: a cadre on 183 days of 365
            Government; Cadre | R3 2019 @2020-01-01 | 一.1: a cadre all year
            Cadre; LeadingCommitteeMember@Government | R3 2019 @2020-01-01 | 一.1: a post in R3 gives a tier, not the row
            Rural; Cadre 2020-07-01.. | R1 2020 @2021-01-01 | 一.1: a cadre on 184 days of 366
            NewOrganisation; Cadre | R5 2019 @2020-01-01 | 一.1: R5 of the category goes
            Government; PartyBuildingInstructor@Rural | R5 2019 @2020-01-01 | §1: not an instructor of an organisation of that sector
            Government; void Rural | R1 2019 @2020-01-01 | a voided category counts for nothing
            Government ..2019-06-30; Rural 2019-07-01.. | R3 2019 @2020-01-01 | §3: category as held on 31 December
            Government; Secretary@changed; changed Rural>Government 2019-07-01 | P1 2019 @2020-01-01 | §1 the sector is dated: no village on 31 December
            """
        );

    [Theory]
    [MemberData(nameof(NotListed))]
    public void Rows_that_are_not_listed(string row)
    {
        if (Cells(row) is not [var who, var asked, var clause])
            throw new FormatException(row);
        var (rule, year, today) = Asked(asked);
        var standing = Build(who, "").Standing(year, today);
        Assert.True(standing.Obligations.All(one => one.Rule.Id != rule), $"{rule} is listed. {clause}");
        Assert.True(Opinion(standing, year, today).All(one => one.Rule != rule), $"The second opinion lists {rule}. {clause}");
    }

    public static TheoryData<string> Worst =>
        Rows(
            """
            Government; Secretary@Rural | Class 24h 2019-05-01 | 2019 @2020-01-01 | BelowNorm | R3 24 of 24 COMPLIANT, P1 0 of 56 BELOW_NORM
            Government; Secretary@Rural | Class 23h 2019-05-01 County | 2019 @2020-01-01 | NonCompliant
              | R3 23 of 24 NON_COMPLIANT before P1 23 of 56 BELOW_NORM
            Government; Secretary@Rural | Class 56h 2019-05-01 County | 2019 @2020-01-01 | Compliant | R3 and P1 met, P1B never worsens it
            Rural; VillageOfficial@Rural 2017-08-01.. | Online 16h 2019-05-01 | 2019 @2020-01-01 | OnTrack | P4B open ON_TRACK before R1 COMPLIANT
            Rural; VillageOfficial@Rural 2017-08-01.. | | 2019 @2020-01-01 | BelowNorm | R1 BELOW_NORM before P4B ON_TRACK
            Rural; VillageOfficial@Rural 2019-03-01..; o records 2019-02-01 | | 2019 @2020-01-01 | OnTrack | P4B ON_TRACK before R1 NOT_RECORDED
            Rural; Student; o records 2019-02-01 | | 2019 @2020-01-01 | NotRecorded | R1, R6 NOT_RECORDED
            Rural; Government; o records 2019-02-01 | Online 16h 2019-05-01 | 2019 @2020-01-01 | NotRecorded
              | R3 16 of 24 NOT_RECORDED before R1 COMPLIANT
            Rural; admitted 2019-03-15; o records 2019-03-16 | Online 16h 2020-02-01 | 2020 @2021-01-01 | NotRecorded
              | P5 NOT_RECORDED before R1 COMPLIANT
            Rural; admitted 2019-03-15 | Class 24h 2019-05-01 | 2019 @2020-01-01 | Compliant | R1 24 of 16, P5 24 of 24, P5.once: one credit serves all
            Rural; admitted 2019-03-15 | Online 16h 2019-05-01 | 2019 @2020-01-01 | OnTrack | P5 open until 14 March 2020 before R1 COMPLIANT
            Rural; admitted 2019-03-15 | Seminar 24h 2019-05-01; Online 16h 2020-01-05 | 2020 @2021-01-01 | NonCompliant
              | P5.once missed is HARD, R1 and P5 met
            Rural; admitted 2019-03-15 | Class 8h 2019-05-01; Online 16h 2020-01-05 | 2020 @2021-01-01 | BelowNorm | P5 8 of 24 is a norm, P5.once met
            NewOrganisation; Secretary@NewOrganisation | Class 40h 2019-05-01 | 2019 @2020-01-01 | Compliant | R5 40 of 24, P2 40 of 40, P2.once 1
            NewOrganisation; Secretary@NewOrganisation | Online 40h 2019-05-01 | 2019 @2020-01-01 | NonCompliant
              | P2.once 0 of 1 NON_COMPLIANT before P2 BELOW_NORM
            Other | | 2019 @2020-01-01 | NoFigure | R8 only: no row has a figure
            Cadre | | 2019 @2020-01-01 | NoFigure | R9 only: no row has a figure
            Other; Rural | Online 16h 2019-05-01 | 2019 @2020-01-01 | Compliant | R8 without figure beside R1 COMPLIANT
            Rural; skill 2019-01-01; Cadre | | 2019 @2020-01-01 | NoFigure | R9 and P6: a skill is no figure met
            Cadre; Secretary@Rural | | 2019 @2020-01-01 | BelowNorm | R9 without figure, P1 0 of 56
            Government; waived R3 2019 | | 2019 @2020-01-01 | NoFigure | the only figure was waived
            Government; Rural; waived R3 2019 | Online 16h 2019-05-01 | 2019 @2020-01-01 | Compliant | R3 waived, R1 met
            Government; Rural; waived R3 2019 | | 2019 @2020-01-01 | BelowNorm | R3 waived, R1 missed
            Government; Rural | | 2019 @2019-07-01 | OnTrack | nothing has ended
            """
        );

    [Theory]
    [MemberData(nameof(Worst))]
    public void The_standing_is_the_worst_of_its_rows(string row)
    {
        if (Cells(row) is not [var who, var earned, var asked, var status, var clause])
            throw new FormatException(row);
        var (_, year, today) = Asked(asked);
        var expected = Enum.Parse<ComplianceStatus>(status);
        var standing = Build(who, earned).Standing(year, today);
        Assert.True(standing.Status == expected, $"{standing.Status}, not {expected}. {clause}");
        Assert.Equal(expected, SecondOpinion.Worst(Opinion(standing, year, today)));
    }

    public static TheoryData<string> ForEachPost =>
        Rows(
            """
            Rural; VillageOfficial@Rural 2019-03-01..2019-05-31; VillageOfficial@Community 2019-08-01..
              | P4A 2019 @2020-01-01 | 2019-01-01..2019-02-28, 2019-01-01..2019-07-31 | 二.4: one for each post
            Rural; VillageOfficial@Rural 2019-03-01..2019-05-31; VillageOfficial@Community 2019-08-01..
              | P4B 2019 @2020-01-01 | 2019-03-01..2019-05-31, 2019-08-01.. | 二.4: one for each term
            Rural; Secretary@Rural 2018-03-01..; Secretary@Community 2019-08-01.. | P1B 2019 @2020-01-01 | 2018-03-01.., 2019-08-01..
              | 二.1: one for each appointment
            Rural; Secretary@Rural 2018-03-01..; Secretary@NewOrganisation 2019-08-01.. | P1B 2019 @2020-01-01 | 2018-03-01..
              | 二.1: that of the 两新 is P2B's
            Rural; Secretary@Rural 2018-03-01..; Secretary@NewOrganisation 2019-08-01.. | P2B 2019 @2020-01-01 | 2019-08-01..
              | 二.2: that of the village is P1B's
            Rural; Talent@Rural 2018-03-01..2018-05-01; Talent@Rural 2019-08-01.. | P3 2019 @2020-01-01 | 2019-01-01..2019-12-31
              | 二.3: that of 2018 was 2018's
            """
        );

    [Theory]
    [MemberData(nameof(ForEachPost))]
    public void One_row_for_each_post(string row)
    {
        if (Cells(row) is not [var who, var asked, var windows, var clause])
            throw new FormatException(row);
        var (rule, year, today) = Asked(asked);
        var standing = Build(who, "").Standing(year, today);
        var listed = standing.Obligations.Where(one => one.Rule.Id == rule).Select(one => Tell(one.Window.From, one.Window.To)).Order(StringComparer.Ordinal);
        var opinion = Opinion(standing, year, today).Where(one => one.Rule == rule).Select(one => Tell(one.From, one.To)).Order(StringComparer.Ordinal);
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
    private static void Check(string row)
    {
        if (Cells(row) is not [var who, var earned, var asked, var expected, var clause])
            throw new FormatException(row);
        var (rule, year, today) = Asked(asked);
        var standing = Build(who, earned).Standing(year, today);
        var product = OpinionRow.Of(Assert.Single(standing.Obligations, one => one.Rule.Id == rule));
        var opinion = Assert.Single(Opinion(standing, year, today), one => one.Rule == rule);
        var withWindow = expected.Contains("..", StringComparison.Ordinal);
        var said = $"{Tell(product, withWindow)} {product.Status}";
        Assert.True(said == expected, $"{said}, not {expected}. {clause}");
        Assert.Equal(expected, $"{Tell(opinion, withWindow)} {opinion.Status}");
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

    /// <summary>The rows of a table: a line each, one that begins with a space goes on with the row before, one with # is a heading.</summary>
    private static TheoryData<string> Rows(string table)
    {
        List<string> rows = [];
        foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (line[0] == ' ')
                rows[^1] += line.TrimEnd();
            else if (line[0] != '#')
                rows.Add(line.TrimEnd());
        return [.. rows.Select(row => row.Replace("  |", " |", StringComparison.Ordinal))];
    }

    private static string[] Cells(string row) => row.Split('|', StringSplitOptions.TrimEntries);

    /// <summary>Reads <c>R1 2019 @2020-01-01</c>: the rule, the year and today.</summary>
    private static (string Rule, int Year, string Today) Asked(string words)
    {
        var parts = words.Split(' ');
        return (parts[0], int.Parse(parts[^2], CultureInfo.InvariantCulture), parts[^1].TrimStart('@'));
    }

    /// <summary>
    /// Reads a member: categories, backgrounds (both also <c>void</c>, and with a period), <c>Post@Sector period</c>, <c>admitted day</c>, <c>skill day</c>,
    /// <c>waived rule year</c>, <c>registered day</c>, <c>imported day</c> (the member's own records), <c>X records day</c>, <c>X under Y</c>,
    /// <c>home X period</c> and <c>received X period</c> (not <c>o</c>), <c>changed A>B day</c> (the organisation <c>changed</c> was A until then).
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
        if (words[0] == "EveryForm")
            return Enum.GetNames<CreditForm>().Aggregate(someone, (member, form) => Earned(member, [form, .. words[1..]]));
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
