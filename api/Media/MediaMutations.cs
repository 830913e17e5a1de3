using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>Keeping assets in order, within the subtrees of an editor's grants.</summary>
internal static class MediaMutations
{
    public static void AddTo(Mutation mutation)
    {
        mutation
            .Mutation<CreateAssetFolderInputType, AssetFolder>("createAssetFolder", "Makes a folder for an organisation's assets.")
            .Field<AssetFolderType>("folder", "The folder.", folder => folder)
            .Errors(ContentErrorCode.FolderNameTaken, ContentErrorCode.IdempotencyKeyReused)
            .RequireRole(Rights.Editing)
            .Resolve<CreateAssetFolderInput>(
                (input, ctx) =>
                    ctx.Service<MediaShelf>()
                        .CreateFolderAsync(
                            input.OrganisationId,
                            input.Name,
                            input.IdempotencyKey,
                            ctx.Rights().EditingScope,
                            ctx.Caller().Actor,
                            ctx.CancellationToken
                        )
            );

        mutation
            .Mutation<RenameAssetFolderInputType, AssetFolder>("renameAssetFolder", "Gives a folder another name.")
            .Field<AssetFolderType>("folder", "The folder.", folder => folder)
            .Errors(ContentErrorCode.FolderNameTaken)
            .RequireRole(Rights.Editing)
            .Resolve<RenameAssetFolderInput>(
                (input, ctx) => ctx.Service<MediaShelf>().RenameFolderAsync(input.FolderId, input.Name, ctx.Rights().EditingScope, ctx.CancellationToken)
            );

        mutation
            .Mutation<DeleteAssetFolderInputType, AssetFolder>("deleteAssetFolder", "Deletes a folder that is empty.")
            .Field<IdGraphType>("folderId", "The folder that was deleted.", folder => NodeId.Encode("AssetFolder", folder.Id))
            .Errors(ContentErrorCode.FolderNotEmpty)
            .RequireRole(Rights.Editing)
            .Resolve<DeleteAssetFolderInput>(
                (input, ctx) => ctx.Service<MediaShelf>().DeleteFolderAsync(input.FolderId, ctx.Rights().EditingScope, ctx.CancellationToken)
            );

        mutation
            .Mutation<MoveAssetsInputType, Moved>("moveAssets", "Puts assets into a folder of their organisation, or out of any; all of them or none.")
            .Field<ListGraphType<NonNullGraphType<MediaType>>>("assets", "The assets, in the order given.", moved => moved.Assets)
            .RequireRole(Rights.Editing)
            .Resolve<MoveAssetsInput>(
                async (input, ctx) =>
                    new(await ctx.Service<MediaShelf>().MoveAsync(input.AssetIds, input.FolderId, ctx.Rights().EditingScope, ctx.CancellationToken))
            );

        mutation
            .Mutation<DeleteAssetInputType, MediaAsset>("deleteAsset", "Deletes a stored file that nothing uses.")
            .Field<IdGraphType>("assetId", "The asset that was deleted.", asset => NodeId.Encode("Media", asset.Id))
            .ErrorShows<MediaUseType>(nameof(ContentErrorCode.AssetInUse), "usedBy", "What uses it.", error => error.Detail as MediaUse)
            .RequireRole(Rights.Editing)
            .Resolve<DeleteAssetInput>((input, ctx) => ctx.Service<MediaShelf>().DeleteAsync(input.AssetId, ctx.Rights().EditingScope, ctx.CancellationToken));
    }

    private sealed record Moved(IReadOnlyList<MediaAsset> Assets);
}
