using ELearning.Content;
using Snapshooter.Xunit;

namespace ELearning.Tests.Media;

/// <summary>Folders, lists, use and deletion of assets, through the API.</summary>
public sealed class AssetApiTests
{
    private const string Create =
        "mutation($input: CreateAssetFolderInput!) { createAssetFolder(input: $input) { folder { id name organisation { name } createdAt } errors { "
        + "__typename ... on Error { code message } } } }";
    private const string Rename =
        "mutation($input: RenameAssetFolderInput!) { renameAssetFolder(input: $input) { folder { name } errors { __typename ... on Error { code "
        + "message } } } }";
    private const string Delete =
        "mutation($input: DeleteAssetFolderInput!) { deleteAssetFolder(input: $input) { folderId errors { __typename ... on Error { code message } } } }";
    private const string Move =
        "mutation($input: MoveAssetsInput!) { moveAssets(input: $input) { assets { name folder { name } } errors { __typename ... on Error { code "
        + "message } ... on InvalidInputError { field } } } }";
    private const string DeleteAsset =
        "mutation($input: DeleteAssetInput!) { deleteAsset(input: $input) { assetId errors { __typename ... on Error { code message } ... on "
        + "AssetInUseError { usedBy { drafts { title } versions { title version } claims } } } } }";
    private const string Assets =
        "query($where: MediaFilterInput) { assets(where: $where) { totalCount nodes { id name contentType url storedAt folder { name } organisation { "
        + "name } usedBy { drafts { title } versions { title version } claims } } } assetFolders { nodes { name } } }";

    [Fact]
    public async Task Assets_are_kept_in_order_and_deleted_only_when_nothing_uses_them()
    {
        await using var school = await School.OpenAsync();
        var editor = school.Host.ClientWithin(SmallTown.City, "editor", "Editor");
        await using (var content = DemoMedia.Open("poster.png"))
            await school.Host.Service<MediaLibrary>().StoreAsync(content, "poster.png", "image/png", SmallTown.City, default);
        await school.Host.Service<EditorialDesk>().EditAsync(School.History, 0, new() { Title = "修订稿" }, Scope.All, new("author", null), default);
        var answers = new List<string>();

        var folder = (
            await AskAsync(
                Create,
                new
                {
                    organisationId = School.Id("Organisation", SmallTown.City),
                    name = "影片",
                    idempotencyKey = "k",
                }
            )
        ).String("createAssetFolder.folder.id");
        await AskAsync(Create, new { organisationId = School.Id("Organisation", SmallTown.City), name = "影片" });
        await AskAsync(Rename, new { folderId = folder, name = "影片与图片" });
        var assets = (await editor.QueryAsync(Assets))["assets.nodes"]!
            .AsArray()
            .ToDictionary(node => node!["name"]!.GetValue<string>(), node => node!["id"]!.GetValue<string>());
        await AskAsync(Move, new { assetIds = new[] { assets["party-history.mp4"], assets["poster.png"] }, folderId = folder });
        answers.Add((await editor.QueryAsync(Assets, new { where = new { folderId = new { eq = folder } } })).Text);
        await AskAsync(Delete, new { folderId = folder });
        await AskAsync(DeleteAsset, new { assetId = assets["party-history.mp4"] });
        await AskAsync(DeleteAsset, new { assetId = assets["poster.png"] });
        await AskAsync(Move, new { assetIds = new[] { assets["party-history.mp4"], assets["poster.png"] } });
        await AskAsync(Move, new { assetIds = new[] { assets["party-history.mp4"] } });
        await AskAsync(Delete, new { folderId = folder });
        Snapshot.Match(string.Join("\n", answers));

        async Task<ApiAnswer> AskAsync(string mutation, object input)
        {
            var answer = await editor.QueryAsync(mutation, new { input });
            answers.Add(answer.Text);
            return answer;
        }
    }

    [Fact]
    public async Task Stored_files_exist_for_editors_of_their_subtree_alone()
    {
        await using var school = await School.OpenAsync();
        var city = school.Host.ClientWithin(SmallTown.City, "editor", "Editor");
        var county = school.Host.ClientWithin(SmallTown.County, "editor-county", "Editor");
        var id = (await city.QueryAsync(Assets)).String("assets.nodes.0.id");
        const string Node = "query($id: ID!) { node(id: $id) { __typename } }";
        Assert.Equal("Media", (await city.QueryAsync(Node, new { id })).String("node.__typename"));
        Assert.Null((await county.QueryAsync(Node, new { id }))["node"]);
        Assert.Null((await school.Member.QueryAsync(Node, new { id }))["node"]);
        Assert.Equal(0, (await county.QueryAsync(Assets))["assets.totalCount"]!.GetValue<int>());
        Assert.Equal("NotFoundError", (await county.QueryAsync(DeleteAsset, new { input = new { assetId = id } })).Refusal("deleteAsset"));
        Assert.Equal(
            "NotFoundError",
            (await county.QueryAsync(Create, new { input = new { organisationId = School.Id("Organisation", SmallTown.City), name = "x" } })).Refusal(
                "createAssetFolder"
            )
        );
        foreach (
            var query in new[]
            {
                "{ assets { totalCount } }",
                "{ assetFolders { totalCount } }",
                "{ courseware { nodes { chapters { media { usedBy { claims } } } } } }",
                "{ courseware { nodes { chapters { media { folder { name } } } } } }",
            }
        )
            Assert.Equal("FORBIDDEN", (await school.Member.AskAsync(query)).Code);
        Assert.Equal(
            "FORBIDDEN",
            (await school.Host.ClientWithin(SmallTown.City, "reviewer", "Reviewer").AskAsync(DeleteAsset, new { input = new { assetId = id } })).Code
        );
    }
}
