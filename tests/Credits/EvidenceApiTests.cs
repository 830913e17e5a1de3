using ELearning.Content;
using Snapshooter.Xunit;

namespace ELearning.Tests.Credits;

/// <summary>Who may see what a credit was given for, and prove a ledger.</summary>
public sealed class EvidenceApiTests : IAsyncLifetime
{
    private const string Evidence = """
        query($id: ID!) { creditById(id: $id) { seconds evidence { verified faults explanations hash previousHash policy { id version secondsPerHour } claim
        { decidedBy }
            study { date status startedAt lastSeenAt endedAt courseware { title } coursewareTitle coursewareVersion chapterId chapterSeconds mediaHash
            confirmedSeconds
                accepted { startSeconds endSeconds } refused { reason seconds } presenceChecks { number question issuedAt dueAt answeredAt latencySeconds
                answer outcome }
                device clients { address agent } } } } }
        """;

    private const string Verify = "query($id: ID!) { verifyLedger(memberId: $id) { entries verified brokenAt { number creditId reason explanation } } }";
    private School _school = null!;
    private string _credit = null!;

    public async Task InitializeAsync()
    {
        _school = await School.OpenAsync();
        var session = await StudyLogTests.StartAsync(_school, School.History);
        await StudyLogTests.BeatAsync(_school, session, 10, 1, 0, 10);
        await StudyLogTests.BeatAsync(_school, session, 5, 2, 10, 20);
        _credit = (await StudyLogTests.FinishAsync(_school, session))!;
    }

    public Task DisposeAsync() => _school.DisposeAsync().AsTask();

    [Fact]
    public async Task The_member_sees_what_a_credit_was_given_for() => Snapshot.Match((await _school.Member.QueryAsync(Evidence, new { id = _credit })).Text);

    [Fact]
    public async Task So_do_the_organisations_administrator_and_the_auditor_and_nobody_else()
    {
        var auditor = _school.Host.ClientWithin(SmallTown.County, "auditor", "Auditor");
        var lin = new { id = School.MemberId(School.Lin) };
        foreach (var client in new[] { _school.Member, _school.CountyAdmin, auditor, _school.Administrator })
        {
            Assert.True((await client.QueryAsync(Evidence, new { id = _credit }))["creditById.evidence.verified"]!.GetValue<bool>());
            Assert.True((await client.QueryAsync(Verify, lin))["verifyLedger.verified"]!.GetValue<bool>());
        }

        var strangers = new[]
        {
            _school.Host.ClientFor(School.Wang, "Member"),
            _school.OtherAdmin,
            _school.Host.ClientWithin(School.OtherCounty, "auditor-2", "Auditor"),
        };
        foreach (var client in strangers)
        {
            Assert.Null((await client.QueryAsync(Evidence, new { id = _credit }))["creditById"]);
            Assert.Null((await client.QueryAsync(Verify, lin))["verifyLedger"]);
        }

        var partner = _school.Host.ClientFor("partner", "Catalogue.Read");
        Assert.Equal("FORBIDDEN", (await partner.AskAsync(Verify, lin)).Code);
        Assert.Equal("FORBIDDEN", (await partner.AskAsync(Evidence, new { id = _credit })).Code);
    }

    [Fact]
    public async Task A_ledger_that_was_tampered_with_says_where_in_the_language_asked_for()
    {
        await TamperAsync();
        var id = new { id = School.MemberId(School.Lin) };

        var chinese = await _school.Member.QueryAsync(Verify, id);
        var english = await _school.Member.AskAsync(Verify, id, "en");
        var evidence = await _school.Member.QueryAsync(Evidence, new { id = _credit });

        Assert.Equal(
            ("HASH_MISMATCH", "学时账第 1 条与入账时的内容不一致。", _credit),
            (
                chinese.String("verifyLedger.brokenAt.reason"),
                chinese.String("verifyLedger.brokenAt.explanation"),
                chinese.String("verifyLedger.brokenAt.creditId")
            )
        );
        Assert.Equal("Entry 1 of the ledger is not what it was when it was posted.", english.String("verifyLedger.brokenAt.explanation"));
        Assert.False(evidence["creditById.evidence.verified"]!.GetValue<bool>());
        Assert.Equal("ENTRY_CHANGED", evidence.String("creditById.evidence.faults.0"));
    }

    [Fact]
    public async Task The_evidence_of_many_credits_costs_as_many_round_trips_as_that_of_one()
    {
        const string all = "{ me { credits(first: 50) { nodes { evidence { verified } } } } }";
        var one = await _school.Host.RoundTripsOf(() => _school.Member.QueryAsync(all));
        for (var i = 0; i < 3; i++)
            await _school.CreditAsync(School.Lin, $"{i}", CreditForm.Lecture, 60, new(2026, 1, 1));
        _school.Host.Time.Advance(TimeSpan.FromMinutes(1));
        var session = await StudyLogTests.StartAsync(_school, School.Farming);
        await StudyLogTests.BeatAsync(_school, session, 10, 1, 0, 10);
        await StudyLogTests.FinishAsync(_school, session);

        Assert.Equal(one, await _school.Host.RoundTripsOf(() => _school.Member.QueryAsync(all)));
    }

    private async Task TamperAsync()
    {
        var database = _school.Host.Service<Microsoft.Extensions.Options.IOptions<StorageOptions>>().Value.Mongo;
        using var client = new MongoDB.Driver.MongoClient(database.ConnectionString);
        await client
            .GetDatabase(database.Database)
            .GetCollection<MongoDB.Bson.BsonDocument>("credits")
            .UpdateOneAsync(new MongoDB.Bson.BsonDocument(), new MongoDB.Bson.BsonDocument("$set", new MongoDB.Bson.BsonDocument("seconds", 9000)));
    }
}
