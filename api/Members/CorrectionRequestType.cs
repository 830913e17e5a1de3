using ELearning.Content;
using GraphQL.DataLoader;

namespace ELearning.Api;

internal sealed class CorrectionRequestType : ObjectType<CorrectionRequest>
{
    public CorrectionRequestType()
        : base("A member says that something in their record is wrong.")
    {
        Node(request => request.Id, (ctx, id) => ctx.Loader<VisibleCorrectionLoader>().LoadAsync(id));
        Field<MemberType, IDataLoaderResult<Member?>>("member")
            .Description("Whose record it is.")
            .Resolve(ctx => ctx.Loader<MemberLoader>().LoadAsync(ctx.Source.MemberId));
        Field(x => x.Text).Description("What is wrong, in the member's words.");
        Field(x => x.RequestedAt).Description("When it was said.");
        Field(x => x.Status).Description("What came of it.");
        Field(x => x.Answer, nullable: true).Description("In the words of who answered; null while it waits.");
        Field(x => x.AnsweredBy, nullable: true).Description("The token subject of who answered.");
        Field(x => x.AnsweredAt, nullable: true).Description("When it was answered.");
    }
}

/// <summary>Each member's requests for corrections, newest first.</summary>
internal sealed class MemberCorrectionLoader(Corrections corrections) : PageLoader<CorrectionRequest>
{
    protected override Task<IReadOnlyDictionary<string, Page<CorrectionRequest>>> FetchAsync(
        IReadOnlyList<string> owners,
        PageRequest page,
        CancellationToken cancellationToken
    ) => corrections.ByMembersAsync(owners, page, cancellationToken);
}

/// <summary>Requests for corrections asked for by id.</summary>
internal sealed class VisibleCorrectionLoader(Corrections corrections, MemberRegister register, RequestRights rights)
    : OwnedLoader<CorrectionRequest>(register, rights)
{
    protected override Task<IReadOnlyDictionary<string, CorrectionRequest>> FindAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        corrections.FindAsync(ids, cancellationToken);

    protected override string OwnerOf(CorrectionRequest value) => value.MemberId;

    protected override bool Sees(Rights rights, Member owner) => rights.Sees(owner);
}
