using ELearning.Content;
using GraphQL;

namespace ELearning.Api;

internal static class MemberMutations
{
    public static void AddTo(Mutation mutation)
    {
        mutation
            .Mutation<RegisterMemberInputType, Member>("registerMember", "Registers a member with an organisation below the caller's grants.")
            .Field<MemberType>("member", "The member.", member => member)
            .Errors(ContentErrorCode.NumberTaken, ContentErrorCode.IdempotencyKeyReused)
            .RequireRole(Rights.Keeping)
            .Resolve<RegisterMember>(RegisterAsync);

        mutation
            .Mutation<AssignPositionInputType, Member>("assignPosition", "Notes that a member holds a position from a day.")
            .Field<MemberType>("member", "The member with the position.", member => member)
            .Errors(ContentErrorCode.PositionOverlaps)
            .RequireRole(Rights.Keeping)
            .Resolve<AssignPosition>(AssignAsync);

        mutation
            .Mutation<LinkIdentityInputType, Member>(
                "linkIdentity",
                "Joins a sign-in to a member who has none; an Administrator also replaces one, with a reason. Nobody links their own, and the member "
                    + "sees who linked what when."
            )
            .Field<MemberType>("member", "The member.", member => member)
            .Errors(ContentErrorCode.IdentityTaken, ContentErrorCode.IdentityLinked, ContentErrorCode.LinkNotIndependent)
            .RequireRole(Rights.Keeping)
            .Resolve<LinkIdentity>(LinkAsync);
    }

    private static async Task<Member> RegisterAsync(RegisterMember input, IResolveFieldContext context)
    {
        await context.KeptOrganisationAsync(input.OrganisationId);
        return await context.Service<MemberRegister>().RegisterAsync(input, context.Caller().Actor, context.CancellationToken);
    }

    private static async Task<Member> AssignAsync(AssignPosition input, IResolveFieldContext context)
    {
        await context.KeptMemberAsync(input.MemberId);
        await context.KeptOrganisationAsync(input.OrganisationId);
        return await context.Service<MemberRegister>().AssignPositionAsync(input, context.CancellationToken);
    }

    private static async Task<Member> LinkAsync(LinkIdentity input, IResolveFieldContext context)
    {
        await context.KeptMemberAsync(input.MemberId);
        return await context
            .Service<MemberRegister>()
            .LinkIdentityAsync(input, context.Caller().Actor, context.Rights().MayAny(Rights.Relinking), context.CancellationToken);
    }
}
