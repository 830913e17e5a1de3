using ELearning.Content;

namespace ELearning.Tests.Seed;

/// <summary>The demonstration shows every case there is, so that whoever opens the product finds one.</summary>
public sealed class SeedCoverageTests(SeededDatabase seeded) : IClassFixture<SeededDatabase>
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateOnly Today = SeededContent.Today;

    [Fact]
    public async Task Every_county_has_townships_and_branches_of_every_sector()
    {
        var organisations = await SeededContent.AllAsync(page => seeded.Content.Get<OrganisationTree>().ListAsync(Scope.All, null, [], page, None));
        Assert.Equal(seeded.Plan.Organisations.Count, organisations.Count);
        Assert.Equal(13, organisations.Count(organisation => organisation.Level == OrganisationLevel.County));
        Assert.All(
            organisations.Where(organisation => organisation.Level == OrganisationLevel.County),
            county => Assert.Contains(organisations, township => township.Level == OrganisationLevel.Township && township.ParentId == county.Id)
        );
        Assert.Equal(
            Enum.GetValues<MemberCategory>().Except([MemberCategory.Cadre]),
            organisations.Select(organisation => organisation.Sector).OfType<MemberCategory>().Distinct().Order()
        );
    }

    [Fact]
    public async Task Venues_are_of_every_kind_and_the_duty_to_have_bases_is_met_open_and_not_recorded()
    {
        var venues = await SeededContent.AllAsync(page => seeded.Content.Get<VenueRegister>().ListAsync(null, null, [], page, None));
        Assert.InRange(venues.Count, 20, 40);
        Assert.Equal(seeded.Plan.Venues.Count, venues.Count);
        Assert.Equal(Enum.GetValues<VenueKind>(), venues.Select(venue => venue.Kind).Distinct().Order());
        Assert.Equal(Enum.GetValues<VenueStatus>(), venues.Select(venue => venue.StatusOn(Today)).Distinct().Order());
        Assert.Equal(Enum.GetValues<BaseLevel>(), venues.SelectMany(venue => venue.Recognitions.On(Today)).Select(held => held.Level).Distinct().Order());
        Assert.Contains(venues, venue => venue.Recognitions.Any(held => held.Voided is not null));
        Assert.Contains(venues, venue => venue.Recognitions.Any(held => held.Period.To < Today));
        var organisations = (await seeded.Content.Get<OrganisationTree>().FindAsync([.. seeded.Plan.Organisations.Select(one => one.Code)], None)).Values;
        foreach (var level in new[] { OrganisationLevel.County, OrganisationLevel.Township })
        {
            string[] ids = [.. organisations.Where(organisation => organisation.Level == level).Select(organisation => organisation.Id)];
            var duties = (await seeded.Content.Get<ComplianceReview>().ReportsAsync(ids, Today.Year, None)).Values.Select(report =>
                report.Duties.Single(duty => duty.Rule.Id == BaseRules.RuleId).Status
            );
            Assert.Equal([DutyStatus.NotRecorded, DutyStatus.Met, DutyStatus.Open], duties.Distinct().Order());
        }
    }

    [Fact]
    public void At_least_600_members_hold_every_category_position_and_background()
    {
        Assert.True(seeded.Members.Count >= 600, $"{seeded.Members.Count} members");
        Assert.Equal(seeded.Plan.Members.Count, seeded.Members.Count);
        Assert.Equal(Enum.GetValues<MemberCategory>(), seeded.Members.Select(member => member.CategoryOn(Today)).Distinct().Order());
        Assert.Equal(
            Enum.GetValues<MemberPosition>(),
            Held(member => member.Positions.Where(held => held.Period.Contains(Today)).Select(held => held.Position))
        );
        Assert.Equal(Enum.GetValues<MemberBackground>(), Held(member => member.Backgrounds.Select(held => held.Background)));
        Assert.Contains(seeded.Members, member => member.Skills.Count > 0);
        Assert.Contains(seeded.Members, member => member.Positions.Any(held => held.Period.To < Today));
        Assert.Contains(seeded.Members, member => member is { Leaves.Count: > 0, Waivers.Count: > 0 });
        Assert.Contains(seeded.Members, member => member.Categories.Select(held => held.Category).Distinct().Count() > 1);

        IEnumerable<T> Held<T>(Func<Member, IEnumerable<T>> what) => seeded.Members.SelectMany(what).Distinct().Order();
    }

    [Fact]
    public void Floating_members_have_a_home_and_a_receiving_organisation()
    {
        var floating = seeded.Members.Where(member => member.CategoryOn(Today) == MemberCategory.Floating).ToList();
        Assert.NotEmpty(floating);
        Assert.All(
            floating,
            member =>
                Assert.Equal(
                    [MembershipKind.Home, MembershipKind.Receiving],
                    member.Memberships.Where(held => held.Period.Contains(Today)).Select(held => held.Kind).Order()
                )
        );
    }

    [Fact]
    public void Members_were_admitted_within_the_last_year_and_before()
    {
        Assert.Contains(seeded.Members, member => member.AdmittedOn > Today.AddYears(-1));
        Assert.Contains(seeded.Members, member => member.AdmittedOn < Today.AddYears(-1));
    }

    [Theory]
    [InlineData(2025)]
    [InlineData(2026)]
    public async Task Every_status_occurs_in_both_years(int year)
    {
        var standings = (await StandingsAsync(year)).Select(standing => standing.Status).Distinct().Order();
        Assert.Equal(Enum.GetValues<ComplianceStatus>(), standings);
    }

    [Fact]
    public async Task Every_rule_of_the_policy_is_listed_for_somebody_in_each_year()
    {
        var rules = seeded.Content.Get<PolicyLibrary>().InForceOn(Today)!.Rules.Select(rule => rule.Id).Order(StringComparer.Ordinal);
        foreach (var year in (int[])[2025, 2026])
        {
            Assert.Equal(
                rules,
                (await StandingsAsync(year)).SelectMany(standing => standing.Obligations).Select(row => row.Rule.Id).Distinct().Order(StringComparer.Ordinal)
            );
        }
    }

    [Fact]
    public async Task Every_form_of_training_was_credited_in_both_years_and_some_credits_were_taken_back()
    {
        var entries = (await seeded.Content.Get<CreditLedger>().EntriesAsync([.. seeded.Members.Select(member => member.Id)], None))
            .SelectMany(ledger => ledger)
            .ToList();
        foreach (var year in (int[])[2025, 2026])
        {
            Assert.Equal(Enum.GetValues<CreditForm>(), entries.Where(entry => entry.Year == year).Select(entry => entry.Form).Distinct().Order());
        }
        Assert.Contains(entries, entry => entry.Form == CreditForm.CentralisedClass && entry.VenueLevel == OrganisationLevel.County);
        Assert.Equal(Enum.GetValues<CreditSourceKind>(), entries.Select(entry => entry.Source.Kind).Distinct().Order());
    }

    [Fact]
    public async Task At_least_40_teachers_of_every_source_engagement_and_status_are_in_the_pool()
    {
        var teachers = await SeededContent.AllAsync(page => seeded.Content.Get<TeacherPool>().ListAsync(Scope.All, null, null, [], page, None));
        Assert.True(teachers.Count >= 40, $"{teachers.Count} teachers");
        Assert.Equal(Enum.GetValues<TeacherSource>(), teachers.SelectMany(teacher => teacher.Sources).Distinct().Order());
        Assert.Equal(Enum.GetValues<TeacherEngagement>(), teachers.Select(teacher => teacher.Engagement).Distinct().Order());
        Assert.Equal(Enum.GetValues<TeacherStatus>(), teachers.Select(teacher => teacher.Status).Distinct().Order());
        Assert.Equal(Enum.GetValues<TeacherStatus>(), teachers.Select(teacher => teacher.StatusOn(Today)).Distinct().Order());
        Assert.Contains(teachers, teacher => teacher.SharedWithOn(Today).Count > 1);
        Assert.Equal(
            Enum.GetValues<AgreementStatus>(),
            teachers.SelectMany(teacher => teacher.Agreements).Select(agreement => agreement.StatusOn(Today)).Distinct().Order()
        );
        // One who is out of the pool because the term ended, and two of whose terms the end is to be announced.
        Assert.Contains(teachers, teacher => teacher.Status == TeacherStatus.Active && teacher.StatusOn(Today) == TeacherStatus.Exited);
        Assert.Contains(
            teachers,
            teacher => teacher.Status == TeacherStatus.Active && teacher.Term.To > Today.AddDays(14) && teacher.Term.To <= Today.AddDays(60)
        );
        Assert.Contains(teachers, teacher => teacher.Status == TeacherStatus.Active && teacher.Term.To >= Today && teacher.Term.To <= Today.AddDays(14));
        Assert.All(teachers, teacher => Assert.True(teacher.Contact is not null && teacher.History.All(change => change.By is not null)));
        Assert.All(teachers, teacher => Assert.Equal(teacher.Status, teacher.History[^1].Status));
        Assert.All(teachers, teacher => Assert.All(teacher.History, change => Assert.True(change.On <= Today && change.Reason is { Length: > 0 })));
        Assert.All(
            teachers.Where(teacher => teacher.Status is TeacherStatus.Suspended or TeacherStatus.Exited),
            teacher => Assert.True(teacher.History.Count > 1)
        );
    }

    [Fact]
    public async Task At_least_60_courseware_cover_every_subject_kind_and_origin()
    {
        var library = await SeededContent.AllAsync(page => seeded.Content.Get<CoursewareLibrary>().ListAsync(null, null, [], page, None));
        Assert.True(library.Count >= 60, $"{library.Count} courseware");
        Assert.Equal(Enum.GetValues<Subject>(), library.SelectMany(courseware => courseware.Content.Subjects).Distinct().Order());
        Assert.Equal(Enum.GetValues<CoursewareKind>(), library.Select(courseware => courseware.Content.Kind).Distinct().Order());
        Assert.Equal(Enum.GetValues<CoursewareOrigin>(), library.Select(courseware => courseware.Content.Origin).Distinct().Order());
        Assert.Contains(library, courseware => courseware.Content.LocalFeature);
        Assert.Contains(library, courseware => courseware.Content.Chapters.Count > 2 && courseware.Content.TeacherIds.Count > 1);
        Assert.True(library.Select(courseware => SchoolTime.DayOf(courseware.PublishedAt).Year).Distinct().Count() >= 2);
        Assert.All(
            library,
            courseware =>
                Assert.All(
                    courseware.Content.Chapters,
                    chapter =>
                        Assert.True(
                            chapter.DurationMilliseconds is not null
                                || courseware.Content.Kind is CoursewareKind.Document or CoursewareKind.Reader or CoursewareKind.Package,
                            $"{courseware.Id}/{chapter.Key}"
                        )
                )
        );
    }

    [Fact]
    public async Task Drafts_stand_in_every_state_and_one_was_sent_back()
    {
        var drafts = await SeededContent.AllAsync(page => seeded.Content.Get<EditorialDesk>().ListAsync(Scope.Within(DemoSubjects.City), null, [], page, None));
        Assert.Equal(Enum.GetValues<CoursewareState>(), drafts.Select(draft => draft.State).Distinct().Order());
        Assert.Contains(drafts, draft => draft is { State: CoursewareState.Draft, PublishedVersion: not null });
        Assert.Contains(drafts, draft => draft.History.Any(step => step is { Act: CoursewareAct.SentBack, Comment: not null, By: DemoSubjects.Reviewer }));
        Assert.All(drafts, draft => Assert.True(draft.UpdatedAt < SeededContent.Usual && draft.DueAt is null));
        Assert.Empty(
            await seeded
                .Content.Get<CoursewareLibrary>()
                .FindAsync([.. drafts.Where(draft => draft.State == CoursewareState.Retired).Select(draft => draft.Id)], None)
        );
    }

    [Fact]
    public async Task The_short_courseware_is_the_first_by_title_and_the_newest_and_lasts_half_a_minute()
    {
        var library = seeded.Content.Get<CoursewareLibrary>();
        var byTitle = (await library.ListAsync(null, null, [new Sort("title", false)], new PageRequest(1), None)).Nodes.Single();
        var newest = (await library.ListAsync(null, null, [], new PageRequest(1), None)).Nodes.Single();
        Assert.Equal(DemoSubjects.ShortCourseware, byTitle.Id);
        Assert.Equal(DemoSubjects.ShortCourseware, newest.Id);
        Assert.InRange(byTitle.Content.Chapters[0].DurationMilliseconds!.Value, 20_000, 30_000);
        var media = (await seeded.Content.Get<MediaLibrary>().FindAsync([byTitle.Content.Chapters[0].MediaId], None)).Values.Single();
        Assert.Equal("video/mp4", media.ContentType);
    }

    [Fact]
    public async Task Claims_stand_in_every_state()
    {
        var claims = await SeededContent.AllAsync(page => seeded.Content.Get<CreditClaims>().ListAsync(Scope.All, null, null, [], page, None));
        Assert.Equal(Enum.GetValues<ClaimStatus>(), claims.Select(claim => claim.Status).Distinct().Order());
        Assert.All(claims, claim => Assert.True(claim.ClaimedAt < SeededContent.Usual && !(claim.DecidedAt > SeededContent.Usual)));
    }

    [Fact]
    public async Task Sessions_were_finished_and_others_were_left_in_the_middle()
    {
        var pages = await seeded.Content.Get<StudyDesk>().ListAsync([.. DemoSubjects.Seats.Values.Select(MemberRules.IdOf)], new PageRequest(100), None);
        var sessions = pages.Values.SelectMany(page => page.Nodes).ToList();
        Assert.True(sessions.Count >= 10, $"{sessions.Count} sessions");
        Assert.Contains(sessions, session => session.Status == StudySessionStatus.Finished && session.Coverage == 1);
        Assert.Contains(sessions, session => session.Status == StudySessionStatus.Closed && session.PositionSeconds > 0);
    }

    [Fact]
    public async Task The_named_subjects_are_who_the_readme_says()
    {
        var rural = await Named(DemoSubjects.RuralMember);
        Assert.Equal((MemberCategory.Rural, DemoSubjects.Village), (rural.CategoryOn(Today), rural.MembershipOn(Today).OrganisationId));
        Assert.Equal(0, (await StandingsAsync(2026)).Single(standing => standing.MemberId == rural.Id).Obligations[0].CreditedSeconds);
        Assert.Equal(ComplianceStatus.Compliant, (await StandingsAsync(2025)).Single(standing => standing.MemberId == rural.Id).Status);
        Assert.Contains(
            (await Named(DemoSubjects.VillageSecretary)).Positions,
            held => (held.Position, held.OrganisationId) == (MemberPosition.Secretary, DemoSubjects.Village)
        );
        Assert.Contains((await Named(DemoSubjects.GovernmentLeader)).Positions, held => held.Position == MemberPosition.LeadingCommitteeMember);
        Assert.Equal(MemberCategory.NewOrganisation, (await Named(DemoSubjects.NewOrganisationMember)).CategoryOn(Today));
        Assert.True((await Named(DemoSubjects.NewMember)).AdmittedOn > Today.AddYears(-1));
        Assert.Equal(DemoSubjects.OtherVillage, (await Named(DemoSubjects.FloatingMember)).MembershipOn(Today).OrganisationId);
        Assert.Equal(MemberCategory.Student, (await Named(DemoSubjects.Student)).CategoryOn(Today));
        Assert.Contains((await Named(DemoSubjects.Talent)).Positions, held => held.Position == MemberPosition.Talent);
        Assert.Contains((await Named(DemoSubjects.VillageOfficial)).Positions, held => held.Position == MemberPosition.VillageOfficial);
        Assert.Equal(MemberCategory.Cadre, (await Named(DemoSubjects.Cadre)).CategoryOn(Today));
        Assert.Contains((await Named(DemoSubjects.NewOrganisationSecretary)).Positions, held => held.Position == MemberPosition.Secretary);
        Assert.Equal(MemberCategory.Community, (await Named(DemoSubjects.CommunityMember)).CategoryOn(Today));
        Assert.Equal(DemoSubjects.County, (await seeded.Content.Get<GrantBook>().ForAsync(DemoSubjects.CountyAdmin, Today, None)).Single().OrganisationId);

        async Task<Member> Named(string number) =>
            await seeded.Content.Get<MemberRegister>().FindByNumberAsync(number, None) ?? throw new KeyNotFoundException(number);
    }

    private async Task<IReadOnlyList<Standing>> StandingsAsync(int year) =>
        [.. (await seeded.Content.Get<ComplianceReview>().StandingsAsync([.. seeded.Members.Select(member => member.Id)], year, None)).Values];
}
