using ELearning.Content;
using GraphQL.DataLoader;

namespace ELearning.Api;

internal sealed class CreditClaimType : ObjectType<CreditClaim>
{
    public CreditClaimType()
        : base("A claim of hours earned outside the online school, decided by somebody independent.")
    {
        Node(claim => claim.Id, (ctx, id) => ctx.Loader<VisibleCreditClaimLoader>().LoadAsync(id));
        Field(x => x.Form).Description("Form of training.");
        Field(x => x.Seconds).Description("Seconds claimed.");
        Field(x => x.HeldOn).Description("The day it was held; decides the year it counts in.");
        Field(x => x.Title).Description("What was held.");
        Field(x => x.VenueLevel, nullable: true).Description("Level of the venue or organiser.");
        Field(x => x.Status).Description("Where the claim stands.");
        Field(x => x.Reason, nullable: true).Description("Why it was decided so.");
        Field(x => x.ClaimedAt).Description("When it was claimed.");
        Field(x => x.ClaimedBy).Description("The token subject of who claimed it.");
        Field(x => x.DecidedBy, nullable: true).Description("The token subject of who decided it; null while it waits, and where it was withdrawn.");
        Field(x => x.DecidedAt, nullable: true).Description("When it was decided.");
        Field<MemberType, IDataLoaderResult<Member?>>("member")
            .Description("For whom it is claimed.")
            .Resolve(ctx => ctx.Loader<MemberLoader>().LoadAsync(ctx.Source.MemberId));
        Field<MediaType, IDataLoaderResult<MediaAsset?>>("evidence")
            .Description("What was handed in to show it.")
            .Resolve(ctx => ctx.Source.EvidenceAssetId is { } asset ? ctx.Loader<MediaLoader>().LoadAsync(asset) : LoaderResults.Ready<MediaAsset?>(null));
        Field<CreditType, IDataLoaderResult<Credit?>>("credit")
            .Description("The credit an approval posted.")
            .Resolve(ctx => ctx.Source.CreditId is { } credit ? ctx.Loader<CreditLoader>().LoadAsync(credit) : LoaderResults.Ready<Credit?>(null));
    }
}
