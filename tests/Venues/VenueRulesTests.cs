using ELearning.Content;

namespace ELearning.Tests.Venues;

/// <summary>The rules of venues and bases by table; today is 10 March 2026.</summary>
public sealed class VenueRulesTests
{
    private static readonly Entering Now = new("clerk", ContentFixture.Beginning);
    private static readonly Organisation Village = new()
    {
        Id = "v",
        Name = "朴里村党支部",
        Level = OrganisationLevel.Basic,
        Lineage = ["c", "t", "v"],
        Existence = new(new(1990, 1, 1), null),
    };

    private static readonly EnterVenue Input = new(
        "v",
        "朴里村示范基地",
        VenueKind.DemonstrationBase,
        OrganisationLevel.Basic,
        80,
        "村部",
        ["投影"],
        new(2020, 1, 1),
        "k"
    );

    [Theory]
    [InlineData(0, "村部", 1, "2020-01-01", "capacity")]
    [InlineData(100_001, "村部", 1, "2020-01-01", "capacity")]
    [InlineData(1, "", 1, "2020-01-01", "address")]
    [InlineData(1, "村部", 21, "2020-01-01", "equipment")]
    [InlineData(1, "村部", 1, "1920-12-31", "openedOn")]
    [InlineData(1, "村部", 1, "2026-03-11", "openedOn")]
    [InlineData(1, "村部", 20, "2026-03-10", null)]
    [InlineData(100_000, "村部", 0, "1921-01-01", null)]
    public void A_venue_is_entered_within_bounds(int capacity, string address, int items, string opened, string? field)
    {
        var input = Input with
        {
            Capacity = capacity,
            Address = address,
            Equipment = [.. Enumerable.Range(0, items).Select(i => $"设备{i}")],
            OpenedOn = DateOnly.ParseExact(opened, "yyyy-MM-dd"),
        };
        if (field is null)
            Assert.Equal(items, VenueRules.Enter("id", input, Village, Now.Today).Equipment.Count);
        else
            Assert.Equal(field, Refused(() => VenueRules.Enter("id", input, Village, Now.Today)));
    }

    [Fact]
    public void A_closed_organisation_enters_none() =>
        Assert.Equal(
            nameof(ContentErrorCode.OrganisationClosed),
            Refused(() => VenueRules.Enter("id", Input, Village with { Existence = new(new(1990, 1, 1), new(2026, 3, 9)) }, Now.Today))
        );

    [Fact]
    public void Each_particular_that_changes_is_a_line_and_what_is_left_out_stays()
    {
        var before = Entered();
        var edited = VenueRules.Edit(before, new("id", 1, Name: "大盈村示范基地", Capacity: 90, Equipment: []), Now);
        Assert.Equal(
            [
                (RegisterAct.VenueRenamed, "朴里村示范基地", "大盈村示范基地"),
                (RegisterAct.VenueCapacityChanged, "80", "90"),
                (RegisterAct.VenueEquipmentChanged, "投影", null),
            ],
            edited.History.Select(line => (line.Act, line.Before, line.After))
        );
        Assert.Equal(("村部", VenueKind.DemonstrationBase), (edited.Address, edited.Kind));
        Assert.Contains("大盈", edited.Terms);
        Assert.Same(before, VenueRules.Edit(before, new("id", 1, Name: before.Name, Capacity: 80), Now));
    }

    [Fact]
    public void Another_version_than_the_one_looked_at_is_refused() =>
        Assert.Equal(nameof(ContentErrorCode.Conflict), Refused(() => VenueRules.Edit(Entered() with { Version = 2 }, new("id", 1, Capacity: 90), Now)));

    [Fact]
    public void What_was_recognised_stays_a_demonstration_base_until_that_is_voided()
    {
        var recognised = VenueRules.Recognise(Entered(), new("id", BaseLevel.City, new(2025, 1, 1), "市委"), Now);
        var edit = new EditVenue("id", 1, Kind: VenueKind.ScienceBase);
        Assert.Equal("kind", Refused(() => VenueRules.Edit(recognised, edit, Now)));
        var voided = VenueRules.Void(recognised, new("id", 0, "误登记"), Now);
        Assert.Equal(VenueKind.ScienceBase, VenueRules.Edit(voided, edit, Now).Kind);
        Assert.Equal(nameof(ContentErrorCode.EntryOver), Refused(() => VenueRules.Void(voided, new("id", 0, "误登记"), Now)));
    }

    [Theory]
    [InlineData(VenueKind.ScienceBase, BaseLevel.City, "2025-01-01", "venueId")]
    [InlineData(VenueKind.DemonstrationBase, BaseLevel.City, "2019-12-31", "from")]
    [InlineData(VenueKind.DemonstrationBase, BaseLevel.City, "2026-03-11", "from")]
    [InlineData(VenueKind.DemonstrationBase, BaseLevel.County, "2025-02-01", "level")]
    [InlineData(VenueKind.DemonstrationBase, BaseLevel.County, "2023-12-31", "level")]
    [InlineData(VenueKind.DemonstrationBase, BaseLevel.City, "2026-03-10", null)]
    [InlineData(VenueKind.DemonstrationBase, BaseLevel.Province, "2020-01-01", null)]
    public void Only_a_demonstration_base_is_recognised_and_at_each_level_once_at_a_time(VenueKind kind, BaseLevel level, string from, string? field)
    {
        // By the county from 2024 on.
        var there = VenueRules.Recognise(Entered(), new("id", BaseLevel.County, new(2024, 1, 1), "县委"), Now) with
        {
            Kind = kind,
        };
        var input = new RecogniseBase("id", level, DateOnly.ParseExact(from, "yyyy-MM-dd"), "〔2025〕1号");
        if (field is null)
            Assert.Equal([BaseLevel.County, level], VenueRules.Recognise(there, input, Now).Recognitions.Select(held => held.Level));
        else
            Assert.Equal(field, Refused(() => VenueRules.Recognise(there, input, Now)));
    }

    [Fact]
    public void The_same_recognition_again_changes_nothing_and_a_withdrawn_one_can_come_back_later()
    {
        var input = new RecogniseBase("id", BaseLevel.County, new(2024, 1, 1), "县委");
        var there = VenueRules.Recognise(Entered(), input, Now);
        Assert.Same(there, VenueRules.Recognise(there, input, Now));
        var withdrawn = VenueRules.Withdraw(there, new("id", 0, new(2025, 6, 30), "复核不合格"), Now);
        Assert.Equal("复核不合格", withdrawn.Recognitions[0].Reason);
        Assert.Equal(nameof(ContentErrorCode.EntryOver), Refused(() => VenueRules.Withdraw(withdrawn, new("id", 0, new(2025, 6, 30), "复核不合格"), Now)));
        Assert.Equal("level", Refused(() => VenueRules.Recognise(withdrawn, input with { From = new(2025, 6, 30) }, Now)));
        Assert.Equal(2, VenueRules.Recognise(withdrawn, input with { From = new(2025, 7, 1) }, Now).Recognitions.Count);
        Assert.Equal(nameof(ContentErrorCode.NotFound), Refused(() => VenueRules.Withdraw(there, new("id", 1, new(2025, 6, 30), "x"), Now)));
        Assert.Equal("on", Refused(() => VenueRules.Withdraw(there, new("id", 0, new(2026, 3, 11), "x"), Now)));
        Assert.Equal("on", Refused(() => VenueRules.Withdraw(there, new("id", 0, new(2023, 12, 31), "x"), Now)));
        Assert.Equal("reason", Refused(() => VenueRules.Withdraw(there, new("id", 0, new(2025, 6, 30), " "), Now)));
    }

    [Fact]
    public void What_it_is_recognised_as_ends_with_the_venue()
    {
        var there = VenueRules.Recognise(Entered(), new("id", BaseLevel.City, new(2025, 1, 1), "市委"), Now);
        var input = new CloseVenue("id", new(2026, 3, 1), "拆迁");
        var closed = VenueRules.Close(there, input, Now);
        Assert.Equal((VenueStatus.Open, VenueStatus.Closed), (closed.StatusOn(new(2026, 3, 1)), closed.StatusOn(new(2026, 3, 2))));
        Assert.Equal((new DateOnly(2026, 3, 1), "拆迁"), (closed.Recognitions[0].Period.To!.Value, closed.Recognitions[0].Reason));
        Assert.Same(closed, VenueRules.Close(closed, input, Now));
        Assert.Equal("on", Refused(() => VenueRules.Close(there, input with { On = new(2024, 12, 31) }, Now)));
        Assert.Equal("on", Refused(() => VenueRules.Close(there, input with { On = new(2026, 3, 11) }, Now)));
        foreach (
            var change in new Action[]
            {
                () => VenueRules.Edit(closed, new("id", 1, Capacity: 9), Now),
                () => VenueRules.Close(closed, input with { On = new(2026, 3, 2) }, Now),
                () => VenueRules.Recognise(closed, new("id", BaseLevel.County, new(2026, 3, 1), "县委"), Now),
            }
        )
            Assert.Equal(nameof(ContentErrorCode.VenueClosed), Refused(change));
    }

    [Theory]
    // venues, provincial, city, county
    [InlineData(OrganisationLevel.County, 0, 0, 0, 0, DutyStatus.NotRecorded)]
    [InlineData(OrganisationLevel.County, 1, 0, 0, 0, DutyStatus.Open)]
    [InlineData(OrganisationLevel.County, 9, 1, 2, 9, DutyStatus.Open)]
    [InlineData(OrganisationLevel.County, 9, 0, 3, 9, DutyStatus.Open)]
    [InlineData(OrganisationLevel.County, 3, 1, 3, 0, DutyStatus.Met)]
    [InlineData(OrganisationLevel.Township, 0, 0, 0, 0, DutyStatus.NotRecorded)]
    [InlineData(OrganisationLevel.Township, 4, 1, 3, 0, DutyStatus.Open)]
    [InlineData(OrganisationLevel.Township, 1, 0, 0, 1, DutyStatus.Met)]
    public void B_bases_is_met_or_open_and_never_missed(OrganisationLevel level, int venues, int province, int city, int county, DutyStatus status)
    {
        var duty = new DutyRule(BaseRules.RuleId, "三.4", new("基地", "bases"), RuleStrength.Duty, [OrganisationLevel.County, OrganisationLevel.Township], []);
        var judged = BaseRules.Judge(duty, level, new(venues, province, city, county));
        Assert.Equal(status, judged.Status);
        (int, int)[] counted =
            status == DutyStatus.NotRecorded ? []
            : level == OrganisationLevel.County ? [(province, 1), (city, 3)]
            : [(county, 1)];
        Assert.Equal(counted, judged.Counted.Select(one => (one.Counted, one.Needed)));
    }

    [Fact]
    public void Only_what_holds_on_the_day_counts_and_at_each_level_once()
    {
        var day = new DateOnly(2026, 3, 10);
        BaseRecognition Held(BaseLevel level, DateOnly from, DateOnly? to = null, bool isVoided = false) =>
            new(level, new(from, to), "x", null, isVoided ? new("误", "clerk", ContentFixture.Beginning) : null);
        var counts = BaseCounts
            .None.With([], day)
            .With([Held(BaseLevel.City, day), Held(BaseLevel.Province, day, day)], day)
            .With(
                [
                    Held(BaseLevel.City, day.AddDays(1)),
                    Held(BaseLevel.County, day, null, isVoided: true),
                    Held(BaseLevel.Province, day.AddDays(-9), day.AddDays(-1)),
                ],
                day
            )
            .With([Held(BaseLevel.City, day.AddDays(-5), day), Held(BaseLevel.City, day.AddDays(-9))], day);
        Assert.Equal(new BaseCounts(4, 1, 2, 0), counts);
    }

    private static Venue Entered() => VenueRules.Enter("id", Input, Village, Now.Today);

    /// <summary>The field that was refused, or the code.</summary>
    private static string Refused(Action change)
    {
        var error = Assert.Throws<ContentError>(change);
        return error.Code == ContentErrorCode.InvalidInput ? (string)error.Arguments[0]! : error.Code.ToString();
    }
}
