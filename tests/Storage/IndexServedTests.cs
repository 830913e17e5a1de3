using ELearning.Content;
using ELearning.Tests.Coursewares;
using MongoDB.Bson;

namespace ELearning.Tests.Storage;

/// <summary>Every field and operator that the API may filter by, and every order it may ask for, is served by an index: the database says so itself.</summary>
public sealed class IndexServedTests : IAsyncLifetime
{
    private ContentFixture _content = null!;

    public async Task InitializeAsync()
    {
        _content = await ContentFixture.StartAsync();
        await _content.BuildTownAsync();
        await _content.RegisterAsync("QZ-0001");
        await (await Newsroom.OpenAsync(_content)).PublishedAsync();
        await _content.Get<MediaShelf>().CreateFolderAsync(SmallTown.County, "片库", null, Newsroom.Here, Newsroom.Editor, default);
        await _content
            .Get<VenueRegister>()
            .EnterAsync(new(SmallTown.County, "南安市委党校", VenueKind.PartySchool, OrganisationLevel.County, 300, "溪美街道"), SmallTown.Clerk, default);
    }

    public Task DisposeAsync() => _content.DisposeAsync().AsTask();

    [Fact]
    public Task Organisations() => ServedAsync("organisations", OrganisationStore.Map);

    [Fact]
    public Task Grants() => ServedAsync("grants", GrantStore.Map);

    [Fact]
    public Task Members() => ServedAsync("members", MemberStore.Map);

    [Fact]
    public Task Credit_claims() => ServedAsync("creditClaims", CreditClaimStore.Map);

    [Fact]
    public Task Audit() => ServedAsync("audit", AuditStore.Map);

    [Fact]
    public Task Courseware_drafts() => ServedAsync("coursewareDrafts", CoursewareDraftStore.Map);

    [Fact]
    public Task Assets() => ServedAsync("media", MediaStore.Map);

    [Fact]
    public Task Asset_folders() => ServedAsync("assetFolders", AssetFolderStore.Map);

    [Fact]
    public Task Venues() => ServedAsync("venues", VenueStore.Map);

    [Fact]
    public Task Registered_operations() => ServedAsync("operations", RegisteredOperationStore.Map);

    [Theory]
    [InlineData("operations", "{ hash: 'h', status: 'Active' }", null, "hash_1_status_1")]
    [InlineData("media", "{ hash: 'h', absence: { $ne: 'Going' } }", null, "hash_1")]
    [InlineData("media", "{ absentSince: { $lte: { $date: 0 } } }", "{ absentSince: 1 }", "absentSince_1")]
    [InlineData("media", "{ 'evidence.sweptFrom': { $lte: { $date: 0 } } }", "{ 'evidence.sweptFrom': 1 }", "evidence.sweptFrom_1")]
    [InlineData("media", "{ 'evidence.subject': 's', storedAt: { $gte: { $date: 0 } } }", null, "evidence.subject_1_storedAt_1_byteLength_1")]
    [InlineData("media", "{ lineage: { $in: ['350583'] }, absence: null }", null, "lineage_1_storedAt_-1__id_-1")]
    [InlineData("media", "{ folderId: 'f', absence: null }", null, "folderId_1_storedAt_-1__id_-1")]
    [InlineData(
        "coursewareDrafts",
        "{ $or: [{ 'content.chapters.mediaId': { $in: ['m'] } }, { 'content.chapters.captions.mediaId': { $in: ['m'] } }, { 'content.posterId': { "
            + "$in: ['m'] } }] }",
        null,
        "content.chapters.captions.mediaId_1"
    )]
    [InlineData(
        "coursewareVersions",
        "{ $or: [{ 'courseware.chapters.mediaId': { $in: ['m'] } }, { 'courseware.chapters.captions.mediaId': { $in: ['m'] } }, { "
            + "'courseware.posterId': { $in: ['m'] } }] }",
        null,
        "courseware.posterId_1"
    )]
    [InlineData("creditClaims", "{ evidenceAssetId: { $in: ['m'] } }", null, "evidenceAssetId_1")]
    [InlineData("courseware", "{ retired: true }", null, "retired_1")]
    [InlineData("courseware", "{ retired: null }", "{ 'courseware.publishedAt': -1, _id: -1 }", "courseware.publishedAt_1__id_1")]
    [InlineData("coursewareDrafts", "{ dueAt: { $lte: { $date: 0 } } }", "{ dueAt: 1 }", "dueAt_1")]
    [InlineData("coursewareDrafts", "{ lineage: { $in: ['350583'] } }", null, "lineage_1_updatedAt_-1__id_-1")]
    [InlineData("coursewareDrafts", "{ lineage: { $in: ['350583'] }, state: 'InReview' }", null, "lineage_1_state_1_updatedAt_-1__id_-1")]
    [InlineData("coverage", "{ memberId: 'm', year: 2026 }", "{ studiedAt: -1 }", "memberId_1_year_1_studiedAt_-1")]
    [InlineData("credits", "{ memberId: 'm' }", "{ number: -1, _id: -1 }", "memberId_1_number_1")]
    [InlineData("credits", "{ memberId: { $in: ['m', 'n'] } }", "{ memberId: 1, number: 1 }", "memberId_1_number_1")]
    [InlineData("credits", "{ memberId: 'm', earnedOn: { $gte: '2025-01-01', $lte: '2025-12-31' } }", null, "memberId_1_earnedOn_1_number_1")]
    [InlineData("creditClaims", "{ memberId: 'm' }", "{ claimedAt: -1, _id: -1 }", "memberId_1_claimedAt_-1__id_-1")]
    [InlineData("creditClaims", "{ memberId: 'm', heldOn: { $gte: '2026-01-01', $lte: '2026-12-31' } }", null, "memberId_1_heldOn_1")]
    [InlineData("creditClaims", "{ lineage: { $in: ['350583'] }, status: 'Pending' }", null, "lineage_1_status_1_claimedAt_-1__id_-1")]
    [InlineData("audit", "{ lineage: { $in: ['350583'] } }", "{ at: -1, _id: -1 }", "lineage_1_at_-1__id_-1")]
    [InlineData("grants", "{ subject: 's' }", null, "subject_1_period.from_1__id_1")]
    [InlineData("memberIdentities", "{ memberId: 'm' }", null, "memberId_1")]
    [InlineData("members", "{ terms: { $all: ['黄志'] } }", "{ number: 1, _id: 1 }", "terms_1_number_1__id_1")]
    [InlineData("members", "{ terms: null }", null, "terms_1_number_1__id_1")]
    [InlineData("members", "{ 'positions.organisationId': 'o' }", null, "positions.organisationId_1__id_1")]
    [InlineData("members", "{ 'departures.lineage': { $in: ['o'] } }", null, "departures.lineage_1")]
    [InlineData("organisations", "{ terms: { $all: ['村'] } }", "{ name: 1, _id: 1 }", "terms_1_name_1__id_1")]
    [InlineData("organisations", "{ terms: null }", null, "terms_1_name_1__id_1")]
    [InlineData("imports", "{ filesGone: false, endedAt: { $lt: new Date(0) } }", "{ endedAt: 1 }", "filesGone_1_endedAt_1")]
    [InlineData("grants", "{ chain: 'g' }", null, "chain_1")]
    [InlineData("corrections", "{ memberId: 'm', status: 'Open' }", null, "memberId_1_requestedAt_-1__id_-1")]
    [InlineData("notifications", "{ memberId: 'm', readAt: null }", null, "memberId_1_readAt_1")]
    [InlineData("renditions", "{ sourceHash: 'h' }", null, "sourceHash_1")]
    [InlineData("renditions", "{ hash: 'h', _id: { $ne: null } }", null, "hash_1")]
    [InlineData("uploads", "{ subject: 's', status: 'Open', expiresAt: { $gt: new Date(0) } }", null, "subject_1_status_1")]
    [InlineData("uploads", "{ status: 'Received', progressAt: { $lt: new Date(0) } }", "{ progressAt: 1 }", "status_1_progressAt_1")]
    [InlineData("uploads", "{ expiresAt: { $lte: new Date(0) } }", "{ expiresAt: 1 }", "expiresAt_1")]
    [InlineData("organisations", "{ lineage: { $in: ['350583'] } }", null, "lineage_1_name_1__id_1")]
    public async Task What_the_stores_ask_besides(string collection, string filter, string? sort, string index)
    {
        var plan = await PlanAsync(collection, BsonDocument.Parse(filter), sort is null ? null : BsonDocument.Parse(sort));

        Assert.Contains($"\"indexName\" : \"{index}\"", plan, StringComparison.Ordinal);
    }

    private async Task ServedAsync<T>(string collection, QueryMap<T> map)
    {
        foreach (var filter in QuerySamples.Filters(map.Fields))
        {
            var plan = await PlanAsync(collection, map.Match(new([], filter, [], new(), _content.Today)), null);
            // Only the embedded database says in its plan that an index is entered by a value and not read from end to end.
            Assert.True(
                plan.Contains("IXSCAN", StringComparison.Ordinal) && !plan.Contains("\"bounded\" : false", StringComparison.Ordinal),
                $"{collection} {filter}: {plan}"
            );
        }
        foreach (var field in map.Fields.Where(field => field.Sortable))
        {
            foreach (var descending in new[] { false, true })
            {
                var plan = await PlanAsync(collection, [], map.SortStage([new(field.Name, descending)]));
                Assert.True(
                    plan.Contains("IXSCAN", StringComparison.Ordinal) && !plan.Contains("\"SORT\"", StringComparison.Ordinal),
                    $"{collection} by {field.Name}: {plan}"
                );
            }
        }
    }

    private async Task<string> PlanAsync(string collection, BsonDocument filter, BsonDocument? sort)
    {
        var find = new BsonDocument { { "find", collection }, { "filter", filter } };
        if (sort is not null)
            find.Add("sort", sort);
        return (await _content.Database.RunCommandAsync<BsonDocument>(new BsonDocument { { "explain", find }, { "verbosity", "queryPlanner" } }))[
            "queryPlanner"
        ]
            ["winningPlan"]
            .ToString()!;
    }
}
