using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>A member that was registered, and who may be the same person.</summary>
internal sealed record RegisteredMember(Member Member, IReadOnlyList<Member> LikelyDoubles) : IOfMember
{
    public string MemberId => Member.Id;
}

internal static class MemberMutations
{
    public static void AddTo(Mutation mutation)
    {
        mutation
            .Mutation<RegisterMemberInputType, RegisteredMember>("registerMember", "Registers a member with an organisation below the caller's grants.")
            .Field<MemberType>("member", "The member.", registered => registered.Member)
            .Field<ListGraphType<NonNullGraphType<MemberType>>>(
                "likelyDoubles",
                "Members below the caller's grants of the same name, admitted on the same day, under another number: perhaps the same person.",
                registered => registered.LikelyDoubles
            )
            .Errors(ContentErrorCode.NumberTaken, ContentErrorCode.IdempotencyKeyReused, ContentErrorCode.OrganisationClosed)
            .RequireRole(Rights.Keeping)
            .Resolve<RegisterMember>(RegisterAsync);

        mutation
            .Mutation<AssignPositionInputType, Member>(
                "assignPosition",
                "Notes that a member holds a position from a day. An organisation has one SECRETARY at a time; a FIRST_SECRETARY may stand beside."
            )
            .Field<MemberType>("member", "The member with the position.", member => member)
            .Errors(
                ContentErrorCode.PositionOverlaps,
                ContentErrorCode.PositionTaken,
                ContentErrorCode.MembershipRequired,
                ContentErrorCode.OrganisationClosed,
                ContentErrorCode.MemberHasLeft,
                ContentErrorCode.HistoryFull
            )
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

    private static async Task<RegisteredMember> RegisterAsync(RegisterMember input, IResolveFieldContext context)
    {
        await context.KeptOrganisationAsync(input.OrganisationId);
        var register = context.Service<MemberRegister>();
        var member = await register.RegisterAsync(input, context.Caller().Actor, context.CancellationToken);
        var alike = await register.AlikeAsync(member, context.CancellationToken);
        return new(member, [.. alike.Where(context.Rights().Sees)]);
    }

    private static async Task<Member> AssignAsync(AssignPosition input, IResolveFieldContext context)
    {
        await context.KeptMemberAsync(input.MemberId);
        await context.KeptOrganisationAsync(input.OrganisationId);
        return await context.Service<MemberRegister>().AssignPositionAsync(input, context.Caller().Actor, context.CancellationToken);
    }

    private static async Task<Member> LinkAsync(LinkIdentity input, IResolveFieldContext context)
    {
        var member = await context.KeptHomeMemberAsync(input.MemberId);
        // Whoever signs in as somebody has their rights.
        if ((await context.Service<GrantBook>().AboveAsync([member.Id], context.Giver(), context.CancellationToken)).Count > 0)
            throw new ContentError(ContentErrorCode.LinkNotIndependent);
        try
        {
            return await context
                .Service<MemberRegister>()
                .LinkIdentityAsync(input, context.Caller().Actor, context.Rights().MayAny(Rights.Relinking), context.CancellationToken);
        }
        finally
        {
            // Whatever failed may have failed after the link was written.
            context.Service<JoinedMembers>().Forget(new HashSet<string> { input.MemberId });
        }
    }
}
