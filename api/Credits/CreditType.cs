using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class CreditType : ObjectType<Credit>
{
    public CreditType()
        : base("An entry of a member's append-only ledger of training hours (学时).")
    {
        Node(credit => credit.Id, (ctx, id) => ctx.Loader<VisibleCreditLoader>().LoadAsync(id));
        Field<MemberType, IDataLoaderResult<Member?>>("member")
            .Description("Whose ledger it is in.")
            .Resolve(ctx => ctx.Loader<MemberLoader>().LoadAsync(ctx.Source.MemberId));
        Field(x => x.Number).Description("Running number of the member's ledger, from 1 without gaps.");
        Field(x => x.Form).Description("Form of training.");
        Field(x => x.Seconds).Description("Exact seconds; negative in a reversal.");
        Field<NonNullGraphType<DecimalScalar>>("hours")
            .Description("学时 by the policy in force on the day earned, rounded down to 0.1.")
            .From(source => TrainingHours.Of(source.Seconds, source.Policy.SecondsPerHour));
        Field(x => x.Year).Description("The year it counts in.");
        Field(x => x.EarnedOn).Description("The day it was earned.");
        Field(x => x.Title, nullable: true).Description("What it was for, where it was no courseware.");
        Field(x => x.VenueLevel, nullable: true).Description("Level of the venue or organiser, where it is known.");
        Field<CoursewareType, IDataLoaderResult<Courseware?>>("courseware")
            .Description("The courseware in the version that was studied; null where it was none.")
            .Resolve(ctx =>
                ctx.Source is { CoursewareId: { } id, CoursewareVersion: { } version }
                    ? ctx.Loader<CoursewareVersionLoader>().LoadAsync((id, version))
                    : LoaderResults.Ready<Courseware?>(null)
            );
        Field<CreditSourceType, IDataLoaderResult<object?>>("source")
            .Description("What it rests on; null for a study session that the caller may not look into.")
            .Resolve(Source);
        Field<CreditEvidenceType, IDataLoaderResult<ExaminedEvidence?>>("evidence")
            .Description("What it was given for, checked anew; for the member, an administrator of theirs and an auditor.")
            .Cost(FieldCosts.OfAccess)
            .RequireRole(Rights.OneMember)
            .Resolve(ctx => ctx.Loader<EvidenceLoader>().LoadAsync(ctx.Source));
        Field(x => x.PostedAt).Description("When it was posted.");
        Field<CreditType, IDataLoaderResult<Credit?>>("reverses")
            .Description("The credit this entry reverses.")
            .Resolve(ctx => ctx.Source.Reverses is { } reversed ? ctx.Loader<CreditLoader>().LoadAsync(reversed) : LoaderResults.Ready<Credit?>(null));
        Field<CreditType, IDataLoaderResult<Credit?>>("reversedBy")
            .Description("The entry that reverses this credit; null while it stands.")
            .Resolve(ctx => ctx.Loader<ReversalLoader>().LoadAsync(ctx.Source.Id));
        Field(x => x.Reason, nullable: true).Description("Why it was reversed, in a reversal.");
        Field<PolicyType>("policy")
            .Description("The policy in force on the day earned.")
            .Resolve(ctx => ctx.Service<PolicyLibrary>().All.FirstOrDefault(policy => policy.Reference == ctx.Source.Policy));
    }

    private static IDataLoaderResult<object?> Source(IResolveFieldContext<Credit> context) =>
        context.Source.Source switch
        {
            { Kind: CreditSourceKind.StudySession, Id: var id } => context
                .Loader<VisibleStudySessionLoader>()
                .LoadAsync(id)
                .Then<StudySession?, object?>(session => session),
            { Kind: CreditSourceKind.Claim, Id: var id } => context.Loader<CreditClaimLoader>().LoadAsync(id).Then<CreditClaim?, object?>(claim => claim),
            { Kind: CreditSourceKind.Batch, Id: var id } => LoaderResults.Ready<object?>(new CreditBatch(id, context.Source.Title)),
            _ => LoaderResults.Ready<object?>(new CreditReversal(context.Source)),
        };
}
