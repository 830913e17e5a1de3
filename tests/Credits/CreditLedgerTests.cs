using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Credits;

public sealed class CreditLedgerTests : IAsyncLifetime
{
    private static readonly Actor Administrator = new("admin-1", null);
    private ContentFixture _content = null!;
    private CreditLedger _ledger = null!;
    private Member _member = null!;

    public async Task InitializeAsync()
    {
        _content = await ContentFixture.StartAsync();
        await _content.BuildTownAsync();
        _ledger = _content.Get<CreditLedger>();
        _member = await _content.RegisterAsync("QZ-0001");
    }

    public Task DisposeAsync() => _content.DisposeAsync().AsTask();

    [Fact]
    public async Task Entries_are_numbered_from_one_and_each_holds_the_hash_of_the_one_before()
    {
        for (var part = 1; part <= 3; part++)
        {
            await Post(part);
        }

        var entries = await Entries();

        Assert.Equal([1, 2, 3], entries.Select(entry => entry.Number));
        Assert.Equal([null, entries[0].Hash, entries[1].Hash], entries.Select(entry => entry.PreviousHash));
        Assert.Null(LedgerChain.FirstBreak(entries));
        Assert.Equal(new PolicyReference("quanzhou-2010", 2, 2700), entries[0].Policy);
    }

    [Fact]
    public async Task Posting_the_same_fact_again_adds_nothing()
    {
        var first = await Post(1);
        var again = await Post(1);

        Assert.Equal(first, again);
        Assert.Single(await Entries());
    }

    [Fact]
    public async Task Entries_posted_at_once_by_several_processes_leave_no_gap_and_an_unbroken_chain()
    {
        await using var other = _content.Another();

        await Task.WhenAll(
            Enumerable.Range(1, 12).Select(part => (part % 2 == 0 ? _content : other).CreditAsync(_member, $"{part}", CreditForm.Lecture, 1, new(2026, 1, 1)))
        );

        var entries = await Entries();
        Assert.Equal(Enumerable.Range(1, 12), entries.Select(entry => entry.Number));
        Assert.Null(LedgerChain.FirstBreak(entries));
    }

    [Fact]
    public async Task Whoever_repeats_a_reversal_that_was_cut_off_completes_the_telling()
    {
        var credit = await Post(1);
        await _ledger.ReverseAsync(credit.Id, "重复登记", Administrator, default);
        await _content.Database.DropCollectionAsync("notifications");

        await Assert.ThrowsAsync<ContentError>(() => _ledger.ReverseAsync(credit.Id, "again", Administrator, default));

        var told = (await _content.Get<Notifications>().ByMembersAsync([credit.MemberId], new(), default))[credit.MemberId];
        Assert.Equal("重复登记", Assert.Single(told.Nodes).Arguments[1]);
    }

    [Theory]
    [InlineData("seconds", 1)]
    [InlineData("title", "another")]
    [InlineData("earnedOn", "2025-01-01")]
    [InlineData("previousHash", "00")]
    public async Task A_changed_entry_breaks_the_chain_at_its_number(string element, object value)
    {
        await Post(1);
        await Post(2);
        await Post(3);
        await Credits().UpdateOneAsync(new BsonDocument("number", 2), new BsonDocument("$set", new BsonDocument(element, BsonValue.Create(value))));

        Assert.Equal(2, LedgerChain.FirstBreak(await Entries())!.Number);
    }

    [Fact]
    public async Task A_missing_entry_breaks_the_chain()
    {
        await Post(1);
        await Post(2);
        await Post(3);
        await Credits().DeleteOneAsync(new BsonDocument("number", 2), default(CancellationToken));

        Assert.Equal(2, LedgerChain.FirstBreak(await Entries())!.Number);
    }

    [Fact]
    public void The_canonical_form_of_an_entry_never_changes()
    {
        var entry = LedgerChain.Next(
            new("m/claim-c/1", "m", CreditForm.Field, 5400, new(2025, 12, 31), new(CreditSourceKind.Claim, "m/c"))
            {
                Title = "现场教学",
                VenueLevel = OrganisationLevel.County,
                PostedBy = "admin-1",
            },
            null,
            new("quanzhou-2010", 1, 2700),
            new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)
        );

        Assert.Equal(entry.Hash, LedgerChain.HashOf(entry));
        Assert.Equal("928338ff63e93227483992b82ad38231a4e30092938c46a985831d93f9483d31", entry.Hash);
    }

    [Fact]
    public async Task A_reversal_is_an_entry_of_its_own_in_the_credits_year_and_form()
    {
        var credit = await _content.CreditAsync(_member, "1", CreditForm.CentralisedClass, 8, new(2025, 6, 1), OrganisationLevel.County);

        var reversed = await _ledger.ReverseAsync(credit.Id, " 重复登记 ", Administrator, default);

        var reversal = (await _ledger.ReversalsOfAsync([credit.Id], default))[credit.Id];
        Assert.Equal(credit, reversed);
        Assert.Equal(
            (-credit.Seconds, credit.EarnedOn, credit.Form, credit.VenueLevel, "重复登记", "admin-1"),
            (reversal.Seconds, reversal.EarnedOn, reversal.Form, reversal.VenueLevel, reversal.Reason, reversal.PostedBy)
        );
        Assert.Null(LedgerChain.FirstBreak(await Entries()));
    }

    [Fact]
    public async Task A_credit_is_reversed_once_and_a_reversal_never()
    {
        var credit = await Post(1);
        await _ledger.ReverseAsync(credit.Id, "reason", Administrator, default);

        var twice = await Assert.ThrowsAsync<ContentError>(() => _ledger.ReverseAsync(credit.Id, "reason", Administrator, default));
        var reversal = await Assert.ThrowsAsync<ContentError>(() => _ledger.ReverseAsync(credit.Id + "/reversal", "reason", Administrator, default));
        var unknown = await Assert.ThrowsAsync<ContentError>(() => _ledger.ReverseAsync("nobody/x/1", "reason", Administrator, default));

        Assert.Equal(
            [ContentErrorCode.CreditReversed, ContentErrorCode.CreditReversed, ContentErrorCode.NotFound],
            new[] { twice.Code, reversal.Code, unknown.Code }
        );
        Assert.Equal(2, (await Entries()).Count);
    }

    [Theory]
    [InlineData("", InputFault.Required)]
    [InlineData("   ", InputFault.Required)]
    [InlineData(null, InputFault.TooLong)]
    public async Task A_reversal_needs_a_reason_of_at_most_500_characters(string? reason, InputFault fault)
    {
        var credit = await Post(1);

        var error = await Assert.ThrowsAsync<ContentError>(() => _ledger.ReverseAsync(credit.Id, reason ?? new string('x', 501), Administrator, default));

        Assert.Equal(("reason", fault), (error.Arguments[0], error.Arguments[1]));
        Assert.Single(await Entries());
    }

    [Fact]
    public async Task A_batch_is_posted_once_however_often_it_is_repeated_and_goes_on_after_a_stop()
    {
        var second = await _content.RegisterAsync("QZ-0002");
        var batch = new[] { _member, second }
            .SelectMany(each =>
                Enumerable
                    .Range(1, 5)
                    .Select(part => new NewCredit(
                        $"{each.Id}/batch/{part}",
                        each.Id,
                        CreditForm.Lecture,
                        60,
                        new(2025, 3, part),
                        new(CreditSourceKind.Batch, "batch")
                    ))
            )
            .ToList();

        await _ledger.PostBatchAsync([.. batch.Take(3)], default);
        await _ledger.PostBatchAsync(batch, default);
        await _ledger.PostBatchAsync(batch, default);

        var entries = await _ledger.EntriesAsync([_member.Id, second.Id], default);
        Assert.All(entries, own => Assert.Null(LedgerChain.FirstBreak([.. own])));
        Assert.Equal([5, 5], entries.Select(own => own.Count()));
    }

    [Fact]
    public async Task Pages_of_several_members_come_newest_first_with_their_own_totals()
    {
        var second = await _content.RegisterAsync("QZ-0002");
        var none = await _content.RegisterAsync("QZ-0003");
        foreach (var part in new[] { "1", "2", "3" })
        {
            await _content.CreditAsync(_member, part, CreditForm.Lecture, 1, new(2025, 1, 1));
        }
        await _content.CreditAsync(second, "1", CreditForm.Lecture, 1, new(2024, 12, 31));
        await _content.CreditAsync(second, "2", CreditForm.Lecture, 1, new(2025, 12, 31));

        var all = await _ledger.ListAsync([_member.Id, second.Id, none.Id], null, new(2, WithTotal: true), default);
        var year = await _ledger.ListAsync([_member.Id, second.Id], 2025, new(2, WithTotal: true), default);
        var next = await _ledger.ListAsync([_member.Id], null, new(2, all[_member.Id].Edges[^1].Cursor), default);

        Assert.Equal("3 2 more of 3", Shown(all[_member.Id]));
        Assert.Equal("2 1 of 2", Shown(all[second.Id]));
        Assert.Equal(" of 0", Shown(all[none.Id]));
        Assert.Equal("2 of 1", Shown(year[second.Id]));
        Assert.Equal("1 of ", Shown(next[_member.Id]));
        Assert.True(next[_member.Id].HasPreviousPage);
        static string Shown(Page<Credit> page) =>
            $"{string.Join(' ', page.Nodes.Select(credit => credit.Number))}{(page.HasNextPage ? " more" : "")} of {page.TotalCount}";
    }

    [Fact]
    public async Task Hours_before_any_policy_are_refused()
    {
        var error = await Assert.ThrowsAsync<ContentError>(() => _content.CreditAsync(_member, "1", CreditForm.Lecture, 1, new(2010, 1, 14)));

        Assert.Equal(ContentErrorCode.InvalidInput, error.Code);
        Assert.Empty(await Entries());
    }

    private Task<Credit> Post(int part) => _content.CreditAsync(_member, $"{part}", CreditForm.Lecture, 1, new(2026, 1, 1));

    private async Task<List<Credit>> Entries() => [.. (await _ledger.EntriesAsync([_member.Id], default))[_member.Id]];

    private IMongoCollection<BsonDocument> Credits() => _content.Database.GetCollection<BsonDocument>("credits");
}
