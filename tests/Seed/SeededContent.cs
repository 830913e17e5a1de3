using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Seed;

/// <summary>The demonstration on the content of <see cref="ContentFixture"/>.</summary>
internal static class SeededContent
{
    /// <summary>A Monday in November, ten in the morning in Quanzhou: most of the year is over.</summary>
    public static DateTimeOffset Usual { get; } = new(2026, 11, 23, 10, 0, 0, SchoolTime.Offset);

    public static DateOnly Today { get; } = SchoolTime.DayOf(Usual);

    public static async Task<ContentFixture> StartAsync(DateTimeOffset? now = null, params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var content = await ContentFixture.StartAsync(settings);
        content.Time.SetUtcNow(now ?? Usual);
        return content;
    }

    public static Task SeedAsync(this ContentFixture content) => content.Get<DemoSeed>().RunAsync(CancellationToken.None);

    public static SeedPlan PlanOf(this ContentFixture content) => new(Today, content.Get<PolicyLibrary>().InForceOn);

    /// <summary>Every id of every collection, as the database holds them.</summary>
    public static async Task<IReadOnlyList<string>> AllIdsAsync(this ContentFixture content)
    {
        var ids = new List<string>();
        foreach (var name in (await (await content.Database.ListCollectionNamesAsync()).ToListAsync()).Order(StringComparer.Ordinal))
        {
            var documents = await content.Database.GetCollection<BsonDocument>(name).Find(new BsonDocument()).Project(new BsonDocument("_id", 1)).ToListAsync();
            ids.AddRange(documents.Select(document => $"{name}: {document["_id"]}").Order(StringComparer.Ordinal));
        }
        return ids;
    }

    /// <summary>A whole list, page by page.</summary>
    public static async Task<IReadOnlyList<T>> AllAsync<T>(Func<PageRequest, Task<Page<T>>> list)
    {
        var all = new List<T>();
        for (string? cursor = null; ; )
        {
            var page = await list(new PageRequest(100, cursor));
            all.AddRange(page.Nodes);
            if (!page.HasNextPage)
                return all;
            cursor = page.Edges[^1].Cursor;
        }
    }
}

/// <summary>One seeded database for all tests that only read it.</summary>
public sealed class SeededDatabase : IAsyncLifetime
{
    public ContentFixture Content { get; private set; } = null!;

    internal SeedPlan Plan { get; private set; } = null!;

    public IReadOnlyList<Member> Members { get; private set; } = [];

    public async Task InitializeAsync()
    {
        Content = await SeededContent.StartAsync();
        await Content.SeedAsync();
        Plan = Content.PlanOf();
        Members = [.. (await Content.Get<MemberRegister>().FindAsync([.. Plan.Members.Select(planned => planned.Member.Id)], CancellationToken.None)).Values];
    }

    public async Task DisposeAsync() => await Content.DisposeAsync();
}
