using GraphQL.Types;

namespace ELearning.Api;

internal sealed record CreateAssetFolderInput(string OrganisationId, string Name, string? IdempotencyKey);

internal sealed class CreateAssetFolderInputType : InputType<CreateAssetFolderInput>
{
    public CreateAssetFolderInputType()
        : base("A new folder.")
    {
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("Whose it is, below the caller's grants.").OfNode("Organisation");
        Field(x => x.Name).Description("Its name, 1 to 100 characters, unique in the organisation.");
        Field(x => x.IdempotencyKey, nullable: true).Description("The same key with the same input creates once.");
    }
}

internal sealed record RenameAssetFolderInput(string FolderId, string Name);

internal sealed class RenameAssetFolderInputType : InputType<RenameAssetFolderInput>
{
    public RenameAssetFolderInputType()
        : base("Which folder gets which name.")
    {
        Field<NonNullGraphType<IdGraphType>>("folderId").Description("The folder.").OfNode("AssetFolder");
        Field(x => x.Name).Description("Its new name, 1 to 100 characters, unique in the organisation.");
    }
}

internal sealed record DeleteAssetFolderInput(string FolderId);

internal sealed class DeleteAssetFolderInputType : InputType<DeleteAssetFolderInput>
{
    public DeleteAssetFolderInputType()
        : base("Which folder to delete.") => Field<NonNullGraphType<IdGraphType>>("folderId").Description("The folder, empty.").OfNode("AssetFolder");
}

internal sealed record MoveAssetsInput(IReadOnlyList<string> AssetIds, string? FolderId);

internal sealed class MoveAssetsInputType : InputType<MoveAssetsInput>
{
    public MoveAssetsInputType()
        : base("Which assets go where.")
    {
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<IdGraphType>>>>("assetIds").Description("1 to 100 assets.").OfNode("Media");
        Field<IdGraphType>("folderId").Description("A folder of their organisation; left out: out of their folders.").OfNode("AssetFolder");
    }
}

internal sealed record DeleteAssetInput(string AssetId);

internal sealed class DeleteAssetInputType : InputType<DeleteAssetInput>
{
    public DeleteAssetInputType()
        : base("Which stored file to delete.") => Field<NonNullGraphType<IdGraphType>>("assetId").Description("The asset.").OfNode("Media");
}
