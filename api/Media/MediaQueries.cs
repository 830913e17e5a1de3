using ELearning.Content;

namespace ELearning.Api;

internal static class MediaQueries
{
    public static void AddTo(Query query)
    {
        query
            .Connection<MediaType>("assets", "Stored files kept below the caller's grants, last stored first unless ordered.")
            .WhereAndOrder<MediaFields>()
            .RequireRole(Rights.Drafts)
            .Resolve((ctx, list) => ctx.Service<MediaShelf>().ListAsync(ctx.Rights().DraftScope, list.Where, list.Order, list.Page, ctx.CancellationToken));

        query
            .Connection<AssetFolderType>("assetFolders", "Folders kept below the caller's grants, by name unless ordered.")
            .WhereAndOrder<AssetFolderFields>()
            .RequireRole(Rights.Drafts)
            .Resolve(
                (ctx, list) => ctx.Service<MediaShelf>().ListFoldersAsync(ctx.Rights().DraftScope, list.Where, list.Order, list.Page, ctx.CancellationToken)
            );
    }
}

internal sealed class MediaFields : IListFields
{
    public static string Node => "Media";

    public static IReadOnlyList<QueryField> Fields => MediaShelf.Queryable;
}

internal sealed class AssetFolderFields : IListFields
{
    public static string Node => "AssetFolder";

    public static IReadOnlyList<QueryField> Fields => MediaShelf.QueryableFolders;
}
