using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class LedgerVerificationType : ObjectType<LedgerVerification>
{
    public LedgerVerificationType()
        : base("A walk over a member's whole ledger and all its evidence, computed anew.")
    {
        Field(x => x.Entries).Description("How many entries there are.");
        Field(x => x.Verified).Description("Whether every link holds.");
        Field<LedgerBreakType>("brokenAt").Description("The first link that does not hold; null when all do.").From(source => source.BrokenAt);
    }

    public static void AddTo(Query query) =>
        query
            .Field<LedgerVerificationType, LedgerVerification?>("verifyLedger")
            .Description("Walks the ledger of oneself or of a member below the caller's grants from its first entry; null for anybody else's.")
            .IdArgument("memberId", "Member", "Whose ledger.")
            .Cost(200)
            .RequireRole(Rights.OneMember)
            .ResolveAsync(async ctx =>
            {
                var memberId = ctx.GetArgument<string>("memberId");
                var member = (await ctx.Service<MemberRegister>().FindAsync([memberId], ctx.CancellationToken)).GetValueOrDefault(memberId);
                return member is not null && ctx.Rights().Sees(member) ? await ctx.Service<LedgerAudit>().VerifyAsync(memberId, ctx.CancellationToken) : null;
            });
}

internal sealed class LedgerBreakType : ObjectType<LedgerBreak>
{
    public LedgerBreakType()
        : base("A link of a ledger that does not hold.")
    {
        Field(x => x.Number).Description("Place in the ledger, from 1.");
        Field<IdGraphType>("creditId")
            .Description("The entry there; of a missing one the id its evidence still names, or null.")
            .From(source => source.CreditId is { } id ? NodeId.Encode("Credit", id) : null);
        Field(x => x.Reason).Description("Why, for programs.");
        Field<NonNullGraphType<StringGraphType>>("explanation")
            .Description("Why, in the language asked for.")
            .From(source => ErrorTexts.Of($"{nameof(LedgerBreakReason)}.{source.Reason}", source.Number));
    }
}
