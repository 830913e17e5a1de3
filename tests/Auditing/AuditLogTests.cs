using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Auditing;

/// <summary>The log itself: entries are added and completed once, and nothing else happens to them.</summary>
public sealed class AuditLogTests
{
    [Fact]
    public async Task An_attempted_act_is_completed_once_and_stays_attempted_without()
    {
        await using var content = await ContentFixture.StartAsync();
        var log = content.Get<AuditLog>();
        var kept = await log.AddAsync([Act("one"), Act("two")], default);
        await log.CompleteAsync(kept[0] with { Kind = AuditKind.RefusedAct, Result = "NOT_FOUND" });
        var completed = await ReadAsync(content);
        await log.CompleteAsync(kept[0] with { Result = AuditLog.Done });
        Assert.Equal(completed, await ReadAsync(content));

        var page = await log.ListAsync(Scope.All, null, [], new(), default);
        Assert.Equal([("two", AuditLog.Attempted), ("one", "NOT_FOUND")], page.Nodes.Select(entry => (entry.Operation, entry.Result)));
    }

    [Fact]
    public async Task An_auditor_reads_what_concerns_the_subtree()
    {
        await using var content = await ContentFixture.StartAsync();
        var log = content.Get<AuditLog>();
        await log.AddAsync(
            [Act("city") with { Lineage = [SmallTown.City] }, Act("county") with { Lineage = [SmallTown.City, SmallTown.County] }, Act("nobody")],
            default
        );
        Assert.Equal(["county"], await OperationsAsync(Scope.Within(SmallTown.County)));
        Assert.Equal(["county", "city"], await OperationsAsync(Scope.Within(SmallTown.City)));
        Assert.Equal(3, (await OperationsAsync(Scope.All)).Count);
        Assert.Empty(await OperationsAsync(Scope.Nothing));

        async Task<List<string>> OperationsAsync(Scope scope) =>
            [.. (await log.ListAsync(scope, null, [], new(), default)).Nodes.Select(entry => entry.Operation)];
    }

    private static AuditEntry Act(string operation) =>
        new()
        {
            Subject = "s",
            Kind = AuditKind.Mutation,
            Operation = operation,
            Result = AuditLog.Attempted,
            Correlation = "c",
        };

    private static async Task<string> ReadAsync(ContentFixture content) =>
        (await content.Database.GetCollection<BsonDocument>("audit").Find(new BsonDocument("operation", "one")).SingleAsync()).ToJson();
}
