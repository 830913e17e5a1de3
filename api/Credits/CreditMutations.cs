using ELearning.Content;
using GraphQL;

namespace ELearning.Api;

internal static class CreditMutations
{
    public static void AddTo(Mutation mutation) =>
        mutation
            .Mutation<ReverseCreditInputType, Credit>("reverseCredit", "Reverses a credit by an entry of its own; the old one stays as it was.")
            .Field<CreditType>("credit", "The credit that was reversed.", credit => credit)
            .Errors(ContentErrorCode.CreditReversed)
            .RequireRole(Rights.Keeping)
            .Resolve<ReverseCreditInput>(ReverseAsync);

    private static async Task<Credit> ReverseAsync(ReverseCreditInput input, IResolveFieldContext context)
    {
        var ledger = context.Service<CreditLedger>();
        var credit =
            (await ledger.FindAsync([input.CreditId], context.CancellationToken)).GetValueOrDefault(input.CreditId) ?? throw ContentError.NotFound("Credit");
        await context.KeptOwnerAsync(credit.MemberId, "Credit");
        return await ledger.ReverseAsync(credit.Id, input.Reason, context.Caller().Actor, context.CancellationToken);
    }
}
