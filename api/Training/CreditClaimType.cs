using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class CreditClaimType : ObjectType<CreditClaim>
{
    public CreditClaimType()
        : base("A claim of hours earned outside the online school, decided by somebody independent.")
    {
        Node(claim => claim.Id, (ctx, id) => ctx.Loader<VisibleCreditClaimLoader>().LoadAsync(id));
        Field(x => x.Form).Description("Form of training.");
        Field(x => x.Seconds).Description("Seconds claimed.");
        Field(x => x.HeldOn).Description("The day it was held, the last one where it was held on several; decides the year it counts in.");
        Field<NonNullGraphType<DateScalar>>("heldFrom")
            .Description("The first day; the same as heldOn where it was held on one.")
            .From(source => source.Span.From);
        Field<NonNullGraphType<DateScalar>>("heldTo").Description("The last day.").From(source => source.HeldOn);
        Field(x => x.Title).Description("What was held.");
        Field(x => x.VenueLevel, nullable: true).Description("Level of the venue or organiser.");
        Field(x => x.Status).Description("Where the claim stands.");
        Field(x => x.Reason, nullable: true).Description("Why it was decided so.");
        Field(x => x.ClaimedAt).Description("When it was claimed.");
        Field(x => x.ClaimedBy).Description("The token subject of who claimed it.");
        Field(x => x.AmendedAt, nullable: true).Description("When it was changed last while it waited; null where it was not.");
        Field(x => x.Version).Description("Grows with each change; say it to decide or amend only what was looked at.");
        Field(x => x.DecidedBy, nullable: true).Description("The token subject of who decided it; null while it waits, and where it was withdrawn.");
        Field(x => x.DecidedAt, nullable: true).Description("When it was decided.");
        Field<MemberType, IDataLoaderResult<Member?>>("member")
            .Description("For whom it is claimed.")
            .Resolve(ctx => ctx.Loader<MemberLoader>().LoadAsync(ctx.Source.MemberId));
        Field<CreditClaimType, IDataLoaderResult<CreditClaim?>>("likelyDoubleOf")
            .Description(
                "Likely the same thing claimed before: a claim of the member with the same form and title and overlapping days, found when this one was made "
                    + "or amended. Nothing is refused for it."
            )
            .Resolve(ctx =>
                ctx.Source.LikelyDoubleOf is { } other ? ctx.Loader<CreditClaimLoader>().LoadAsync(other) : LoaderResults.Ready<CreditClaim?>(null)
            );
        Field<MediaType, IDataLoaderResult<MediaAsset?>>("evidence")
            .Description(
                "What was handed in to show it. The address of a file that was sent as evidence is good for five minutes; each one that is given to "
                    + "another than the member is an entry of the audit log."
            )
            .Resolve(ctx => ClaimFileLoader.Load(ctx, ctx.Source.EvidenceAssetId, ctx.Source.Id));
        Field<CreditType, IDataLoaderResult<Credit?>>("credit")
            .Description("The credit an approval posted.")
            .Resolve(ctx => ctx.Source.CreditId is { } credit ? ctx.Loader<CreditLoader>().LoadAsync(credit) : LoaderResults.Ready<Credit?>(null));
    }
}
