using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

internal static class GrantMutations
{
    public static void AddTo(Mutation mutation)
    {
        mutation
            .Mutation<GiveGrantInputType, Grant>(
                "giveGrant",
                "Gives a role within the subtree of an organisation, which the holder has from then on whatever their token says; the same grant twice is one. "
                    + "Who is no Administrator gives below the own organisation, for no longer than the own right lasts, and all of it ends with that."
            )
            .Field<GrantType>("grant", "The grant.", grant => grant)
            .Errors(ContentErrorCode.GrantNotIndependent)
            .RequireRole(Rights.Grants)
            .Resolve<GiveGrantInput>(
                async (input, ctx) =>
                {
                    await ctx.KeptOrganisationAsync(input.OrganisationId);
                    if (input.MemberId is { } member)
                        await ctx.KeptMemberAsync(member);
                    var period = new DatePeriod(input.From, input.To);
                    return await ctx.Service<GrantBook>()
                        .GiveAsync(new(input.Subject, input.MemberId, GivenRole(input.Role), input.OrganisationId, period), ctx.Giver(), ctx.CancellationToken);
                }
            );

        mutation
            .Mutation<RevokeGrantInputType, RevokeGrantInput>("revokeGrant", "Ends a grant, and what was given by it; its history stays.")
            .Field<IdGraphType>("grantId", "The grant that was ended.", input => NodeId.Encode("Grant", input.GrantId))
            .RequireRole(Rights.Grants)
            .Resolve<RevokeGrantInput>(RevokeAsync);
    }

    private static async Task<RevokeGrantInput> RevokeAsync(RevokeGrantInput input, IResolveFieldContext context)
    {
        await context.Service<GrantBook>().RevokeAsync(input.GrantId, input.LastDay, context.Giver(), context.CancellationToken);
        return input;
    }

    internal static Giver Giver(this IResolveFieldContext context) =>
        new(context.Caller().Actor, context.Caller().Has(Role.Administrator), context.Caller().Grants);

    /// <summary>The other roles act without grants: one for them would look like a right and be none.</summary>
    private static Role GivenRole(Role role) => Claims.Granted.Contains(role) ? role : throw ContentError.Invalid("role", InputFault.NotAllowed);
}
