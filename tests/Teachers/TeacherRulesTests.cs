using ELearning.Content;

namespace ELearning.Tests.Teachers;

/// <summary>Which act goes with which status, who may decide, and what a term that ended means: as tables.</summary>
public sealed class TeacherRulesTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly Actor Proposer = new("proposer", "m-proposer");
    private static readonly Actor Other = new("other", null);
    private static readonly Organisation City = Place("3505");
    private static readonly Organisation County = Place("350582", "3505");

    private static readonly Dictionary<string, Func<Teacher, Teacher>> Acts = new()
    {
        ["propose again"] = teacher => TeacherRules.Propose(teacher.Id, Input(), City, teacher, By(Proposer)),
        ["approve"] = teacher => TeacherRules.Review(teacher, new(teacher.Id, TeacherDecision.Approve, null), By(Other)),
        ["decline"] = teacher => TeacherRules.Review(teacher, new(teacher.Id, TeacherDecision.Decline, "试讲不合格"), By(Other)),
        ["suspend"] = teacher => TeacherRules.Suspend(teacher, "进修", By(Other)),
        ["resume"] = teacher => TeacherRules.Resume(teacher, null, By(Other)),
        ["exit"] = teacher => TeacherRules.Exit(teacher, "退休", By(Other)),
        ["renew"] = teacher => TeacherRules.Renew(teacher, new(teacher.Id, new(2031, 1, 1), null), By(Other)),
        ["offer"] = teacher => TeacherRules.Offer(teacher, new(teacher.Id, County.Id, Today, null, false), County, By(Other)),
    };

    [Theory]
    [InlineData("propose again", "Declined Exited Ended", "Proposed")]
    [InlineData("approve", "Proposed", "Active")]
    [InlineData("decline", "Proposed", "Declined")]
    [InlineData("suspend", "Active", "Suspended")]
    [InlineData("resume", "Suspended", "Active")]
    [InlineData("exit", "Active Suspended", "Exited")]
    [InlineData("renew", "Active Suspended Ended", null)]
    [InlineData("offer", "Active", "Active")]
    public void An_act_goes_with_these_statuses_and_no_other(string act, string allowed, string? becomes)
    {
        foreach (var from in new[] { "Proposed", "Declined", "Active", "Suspended", "Exited", "Ended" })
        {
            var teacher = In(from);
            if (!allowed.Split(' ').Contains(from))
            {
                var refused = Assert.Throws<ContentError>(() => Acts[act](teacher));
                Assert.Equal((ContentErrorCode.TeacherStateNotAllowed, teacher.StatusOn(Today)), (refused.Code, refused.Arguments[0]));
                continue;
            }
            var after = Acts[act](teacher);
            Assert.Equal(becomes ?? (from == "Ended" ? "Active" : from), after.StatusOn(Today).ToString());
            if (act != "offer")
                Assert.Equal((Today, after.Status), (after.History[^1].On, after.History[^1].Status));
            Assert.Equal(teacher.History, after.History.Take(teacher.History.Count));
        }
    }

    [Fact]
    public void Nobody_reviews_what_they_recommended_or_changed_since_or_themself()
    {
        var proposed = TeacherRules.Propose("t", Input() with { MemberId = "m-self" }, City, null, By(Proposer));
        var edited = TeacherRules.Edit(proposed, Edit(proposed) with { Title = "教授" }, By(new("editor", null)));
        string[] mayNot =
        [
            .. new Actor[] { Proposer, new("another sign-in", "m-proposer"), new("editor", null), new("self", "m-self"), Other }
                .Where(actor =>
                    Code(() => TeacherRules.Review(edited, new("t", TeacherDecision.Approve, null), By(actor))) is ContentErrorCode.TeacherReviewNotIndependent
                )
                .Select(actor => actor.Subject),
        ];
        Assert.Equal(["proposer", "another sign-in", "editor", "self"], mayNot);
        // Who recommended the teacher years ago may review what somebody else recommends now.
        var again = TeacherRules.Propose("t", Input(), City, TeacherRules.Exit(In("Active"), "退休", By(Other)), By(Other));
        Assert.Equal(TeacherStatus.Active, TeacherRules.Review(again, new("t", TeacherDecision.Approve, null), By(Proposer)).Status);
    }

    [Theory]
    [InlineData(TeacherStatus.Active, "2026-03-02", "Active")]
    [InlineData(TeacherStatus.Active, "2026-03-01", "Exited")]
    [InlineData(TeacherStatus.Suspended, "2026-03-01", "Exited")]
    [InlineData(TeacherStatus.Proposed, "2026-03-01", "Proposed")]
    [InlineData(TeacherStatus.Active, null, "Active")]
    public void Who_is_in_the_pool_has_left_it_the_day_after_the_term(TeacherStatus stored, string? last, string shown) =>
        Assert.Equal(
            shown,
            (In("Active") with { Status = stored, Term = new(new(2025, 1, 1), last is null ? null : DateOnly.Parse(last, null)) }).StatusOn(Today).ToString()
        );

    [Fact]
    public void A_renewal_goes_on_from_the_term_and_begins_another_where_that_has_ended()
    {
        var running = In("Active") with { Term = new(new(2025, 1, 1), new(2026, 12, 31)) };
        Assert.Equal(new DatePeriod(new(2025, 1, 1), new(2031, 1, 1)), Acts["renew"](running).Term);
        var ended = Acts["renew"](In("Ended"));
        Assert.Equal((new DatePeriod(Today, new(2031, 1, 1)), ended.Term), (ended.Term, ended.History[^1].Term));
        Assert.Equal(
            [("to", InputFault.InThePast), ("to", InputFault.InThePast), ("to", InputFault.NotAllowed)],
            new[]
            {
                (running, new DateOnly(2026, 12, 31)),
                (In("Ended"), new(2026, 3, 1)),
                (In("Active") with { Term = new(Today, null) }, new(2031, 1, 1)),
            }.Select(pair => Fault(() => TeacherRules.Renew(pair.Item1, new("t", pair.Item2, null), By(Other))))
        );
    }

    [Theory]
    [InlineData("sources", InputFault.Required)]
    [InlineData("name", InputFault.Required)]
    [InlineData("title", InputFault.TooLong)]
    [InlineData("term.to", InputFault.Reversed)]
    [InlineData("term.to", InputFault.InThePast)]
    [InlineData("contact.phone", InputFault.Malformed)]
    [InlineData("contact.mail", InputFault.Malformed)]
    public void What_is_recommended_is_checked(string field, InputFault fault)
    {
        var input = Input();
        input = (field, fault) switch
        {
            ("sources", _) => input with { Sources = [] },
            ("name", _) => input with { Name = " " },
            ("title", _) => input with { Title = new string('长', 101) },
            ("term.to", InputFault.Reversed) => input with { Term = new(Today, Today.AddDays(-1)) },
            ("term.to", _) => input with { Term = new(Today.AddYears(-1), Today.AddDays(-1)) },
            ("contact.phone", _) => input with { Contact = new("电话", null) },
            _ => input with { Contact = new(null, "lin@") },
        };
        Assert.Equal((field, fault), Fault(() => TeacherRules.Propose("t", input, City, null, By(Proposer))));
    }

    [Fact]
    public void An_edit_needs_the_version_that_was_read_and_says_what_changed_once()
    {
        var teacher = In("Active");
        Assert.Equal(ContentErrorCode.Conflict, Code(() => TeacherRules.Edit(teacher, Edit(teacher) with { ExpectedVersion = 2 }, By(Other))));
        Assert.Same(teacher, TeacherRules.Edit(teacher, Edit(teacher) with { Name = teacher.Name, Sources = teacher.Sources }, By(Other)));
        var edited = TeacherRules.Edit(teacher, Edit(teacher) with { Biography = "二十年教龄", Contact = new("０５９５-22220000", null) }, By(Other));
        Assert.Equal(("二十年教龄", "0595-22220000"), (edited.Biography, edited.Contact!.Phone));
        Assert.Equal(TeacherAct.Edited, edited.History[^1].ActDone);
        Assert.Null(TeacherRules.Edit(edited, Edit(edited) with { Biography = "", Contact = new("", null) }, By(Other)).Contact);
    }

    [Fact]
    public void The_entry_that_stays_has_the_past_names_and_agreements_of_both()
    {
        var kept = Acts["offer"](In("Active")) with { Contact = null };
        var merged = (Acts["offer"](In("Active") with { Id = "u" })) with { Contact = new("1", null), Merged = ["v"], SharedWith = ["3505"] };
        var after = TeacherRules.Keep(kept, merged, "同一人", By(Other));
        Assert.Equal(["t", "u", "v"], after.NamedBy);
        Assert.Equal(["t/0", "u/0"], after.Agreements.Select(agreement => agreement.Id));
        Assert.Equal(kept.History.Count + merged.History.Count + 1, after.History.Count);
        Assert.Equal("1", after.Contact!.Phone);
        // The organisation that keeps the teacher does not engage them jointly with itself.
        Assert.Empty(after.SharedWith);
        Assert.Same(after, TeacherRules.Keep(after, merged, "同一人", By(Other)));
        Assert.Equal(
            ("t", TeacherStatus.Exited),
            (TeacherRules.Dissolve(merged, after, "同一人", By(Other)) is var gone ? (gone.MergedInto, gone.Status) : default)
        );
        // Of two that are merged into each other at once one stays.
        Assert.Equal(ContentErrorCode.Conflict, Code(() => TeacherRules.Dissolve(after, merged, "同一人", By(Other))));
        Assert.Equal(ContentErrorCode.Conflict, Code(() => TeacherRules.Keep(gone, kept, "同一人", By(Other))));
    }

    [Fact]
    public void An_agreement_holds_from_its_first_day_to_its_last_once_it_is_accepted()
    {
        var offered = TeacherRules.Offer(In("Active"), new("t", County.Id, Today.AddDays(1), Today.AddDays(3), true), County, By(Proposer));
        var accepted = TeacherRules.Answer(offered, new("t/0", AgreementDecision.Accept), By(Other));
        Assert.Equal("-+++-", Shared(accepted));
        Assert.Equal("-----", Shared(offered));
        Assert.Equal("-----", Shared(TeacherRules.Answer(offered, new("t/0", AgreementDecision.Decline), By(Other))));
        Assert.Equal("-++--", Shared(TeacherRules.End(accepted, new("t/0", Today.AddDays(2), "另有任务"), By(Other))));
        Assert.Equal("-----", Shared(TeacherRules.Exit(accepted, "退休", By(Other))));
        Assert.Equal(ContentErrorCode.EntryOver, Code(() => TeacherRules.Answer(accepted, new("t/0", AgreementDecision.Accept), By(Other))));
        Assert.Equal(ContentErrorCode.EntryOver, Code(() => TeacherRules.End(accepted, new("t/0", Today.AddDays(3), "晚了"), By(Other))));
        Assert.Equal(("on", InputFault.InThePast), Fault(() => TeacherRules.End(accepted, new("t/0", Today, "早了"), By(Other))));
        Assert.Equal(
            ContentErrorCode.AgreementExists,
            Code(() => TeacherRules.Offer(accepted, new("t", County.Id, Today.AddDays(3), null, true), County, By(Proposer)))
        );
        Assert.Equal("t/1", TeacherRules.Offer(accepted, new("t", County.Id, Today.AddDays(4), null, true), County, By(Proposer)).Agreements[^1].Id);
        Assert.Equal(AgreementStatus.Withdrawn, TeacherRules.End(offered, new("t/0", Today, "不再需要"), By(Proposer)).Agreements[0].Status);

        static string Shared(Teacher teacher) =>
            string.Concat(Enumerable.Range(0, 5).Select(i => teacher.SharedWithOn(Today.AddDays(i)).Contains(County.Id) ? '+' : '-'));
    }

    private static ProposeTeacher Input() =>
        new(
            null,
            "林国栋",
            "副教授",
            [TeacherSource.PartySchool],
            TeacherEngagement.PartTime,
            [Subject.History],
            City.Id,
            new(new(2025, 1, 1), new(2030, 12, 31)),
            null,
            null,
            new("0595-22220000", "lin@example.cn"),
            null,
            "推荐入库",
            null
        );

    private static EditTeacher Edit(Teacher teacher) =>
        new(teacher.Id, teacher.Version, null, null, null, null, null, null, null, null, null, false, false, null);

    private static Teacher In(string status)
    {
        var proposed = TeacherRules.Propose("t", Input(), City, null, By(Proposer));
        var active = proposed with { Status = TeacherStatus.Active };
        return status == "Ended" ? active with { Term = new(new(2025, 1, 1), new(2026, 3, 1)) } : active with { Status = Enum.Parse<TeacherStatus>(status) };
    }

    private static PoolAct By(Actor actor) => new(actor, SchoolTime.StartOf(Today).AddHours(9));

    private static ContentErrorCode? Code(Func<object> act)
    {
        try
        {
            act();
            return null;
        }
        catch (ContentError error)
        {
            return error.Code;
        }
    }

    private static (string, InputFault) Fault(Func<object> act)
    {
        var error = Assert.Throws<ContentError>(act);
        return ((string)error.Arguments[0]!, (InputFault)error.Arguments[1]!);
    }

    private static Organisation Place(string id, params string[] above) =>
        new()
        {
            Id = id,
            Name = id,
            Level = OrganisationLevel.County,
            Lineage = [.. above, id],
            Existence = new(new(1949, 10, 1), null),
        };
}
