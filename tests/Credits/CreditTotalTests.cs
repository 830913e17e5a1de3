using ELearning.Content;

namespace ELearning.Tests.Credits;

/// <summary>A year in one figure, and the end of the chain: what a transcript on paper has at its foot.</summary>
public sealed class CreditTotalTests : IAsyncLifetime
{
    private const string Foot = "creditsTotal(year: 2025) { seconds hours } ledgerHead { hash number }";
    private School _school = null!;

    public async Task InitializeAsync() => _school = await School.OpenAsync();

    public Task DisposeAsync() => _school.DisposeAsync().AsTask();

    [Fact]
    public async Task A_year_is_summed_up_without_what_was_reversed_and_the_head_is_the_last_entry()
    {
        var empty = await _school.Member.QueryAsync($"{{ me {{ {Foot} }} }}");
        Assert.Equal(
            (0, 0m, null),
            (empty["me.creditsTotal.seconds"]!.GetValue<int>(), empty["me.creditsTotal.hours"]!.GetValue<decimal>(), empty["me.ledgerHead"])
        );

        await _school.CreditAsync(School.Lin, "1", CreditForm.Lecture, 2700, new(2025, 1, 1));
        await _school.CreditAsync(School.Lin, "2", CreditForm.Lecture, 1500, new(2025, 12, 31));
        await _school.CreditAsync(School.Lin, "3", CreditForm.Lecture, 5400, new(2024, 12, 31));
        await _school.CreditAsync(School.Lin, "4", CreditForm.Lecture, 5400, new(2026, 1, 1));
        var wrong = await _school.CreditAsync(School.Lin, "5", CreditForm.Lecture, 7200, new(2025, 6, 1));
        await _school.Host.Service<CreditLedger>().ReverseAsync(wrong.Id, "误记", new("clerk", null), default);
        await _school.CreditAsync(School.Wang, "6", CreditForm.Lecture, 100, new(2025, 6, 1));

        var foot = await _school.Member.QueryAsync($"{{ me {{ {Foot} }} }}");
        Assert.Equal((4200, 1.5m), (foot["me.creditsTotal.seconds"]!.GetValue<int>(), foot["me.creditsTotal.hours"]!.GetValue<decimal>()));
        var lin = MemberRules.IdOf(School.Lin);
        var last = (await _school.Host.Service<CreditLedger>().EntriesAsync([lin], default))[lin].Last();
        Assert.Equal((6, last.Hash), (foot["me.ledgerHead.number"]!.GetValue<int>(), foot.String("me.ledgerHead.hash")));

        // A year of before any policy has seconds and no hours.
        var before = await _school.Member.QueryAsync("{ me { creditsTotal(year: 1950) { seconds hours } } }");
        Assert.Equal((0, null), (before["me.creditsTotal.seconds"]!.GetValue<int>(), before["me.creditsTotal.hours"]));
        Assert.Equal("INVALID_YEAR", (await _school.Member.AskAsync("{ me { creditsTotal(year: 3000) { seconds } } }")).Code);
    }

    [Fact]
    public async Task Who_sees_the_credits_sees_the_total_and_a_list_of_members_reads_once_for_each()
    {
        await _school.CreditAsync(School.Lin, "1", CreditForm.Lecture, 2700, new(2025, 1, 1));
        var query = $"query($id: ID!) {{ memberById(id: $id) {{ {Foot} }} }}";
        var lin = new { id = School.MemberId(School.Lin) };
        Assert.Equal(2700, (await _school.CountyAdmin.QueryAsync(query, lin))["memberById.creditsTotal.seconds"]!.GetValue<int>());
        Assert.Null((await _school.OtherAdmin.QueryAsync(query, lin))["memberById"]);
        Assert.Null((await _school.Host.ClientFor(School.Wang, "Member").QueryAsync(query, lin))["memberById"]);

        var plain = await _school.Host.RoundTripsOf(() => _school.Administrator.QueryAsync("{ members { nodes { id } } }"));
        Assert.Equal(plain + 2, await _school.Host.RoundTripsOf(() => _school.Administrator.QueryAsync($"{{ members {{ nodes {{ id {Foot} }} }} }}")));
    }
}
