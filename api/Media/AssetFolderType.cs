using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class AssetFolderType : ObjectType<AssetFolder>
{
    public AssetFolderType()
        : base("A folder in which an organisation keeps assets.")
    {
        Node(
            folder => folder.Id,
            (ctx, id) => ctx.Rights().MayAny(Rights.Drafts) ? ctx.Loader<AssetFolderLoader>().LoadAsync(id) : LoaderResults.Ready<AssetFolder?>(null)
        );
        Field(x => x.Name).Description("Its name, unique in the organisation.");
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("organisation")
            .Description("Whose it is.")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(ctx.Source.OrganisationId));
        Field(x => x.CreatedAt).Description("When it was made.");

        this.RequireRoleExceptFor([], Rights.Drafts);
    }
}

internal sealed class MediaUseType : ObjectType<MediaUse>
{
    public MediaUseType()
        : base("Where an asset is used: as long as it is, it cannot be deleted.")
    {
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CoursewareDraftType>>>>("drafts")
            .Description("Drafts below the caller's grants that name it, at most 100.")
            .Resolve(ctx => ctx.Source.Drafts.Where(ctx.Rights().Sees));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CoursewareType>>>>("versions")
            .Description("Versions of courseware that name it, replaced and retired ones too, at most 100.")
            .From(source => source.Versions);
        Field(x => x.Claims).Description("How many claims of hours rest on it.");
        Field(x => x.Teachers).Description("How many teachers have it as their picture.");
    }
}
