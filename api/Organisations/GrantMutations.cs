using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

internal static class GrantMutations
{
    public static void AddTo(Mutation mutation)
    {
        mutation
            .Mutation<GiveGrantInputType, Grant>("giveGrant", "Gives a role within the subtree of an organisation; the same grant twice is one.")
            .Field<GrantType>("grant", "The grant.", grant => grant)
            .RequireRole(Rights.Grants)
            .Resolve<GiveGrantInput>(
                (input, ctx) =>
                    ctx.Service<GrantBook>()
                        .GiveAsync(input.Subject, GivenRole(input.Role), input.OrganisationId, new DatePeriod(input.From, input.To), ctx.CancellationToken)
            );

        mutation
            .Mutation<RevokeGrantInputType, RevokeGrantInput>("revokeGrant", "Ends a grant; its history stays.")
            .Field<IdGraphType>("grantId", "The grant that was ended.", input => NodeId.Encode("Grant", input.GrantId))
            .RequireRole(Rights.Grants)
            .Resolve<RevokeGrantInput>(RevokeAsync);
    }

    private static async Task<RevokeGrantInput> RevokeAsync(RevokeGrantInput input, IResolveFieldContext context)
    {
        await context.Service<GrantBook>().RevokeAsync(input.GrantId, input.LastDay, context.CancellationToken);
        return input;
    }

    /// <summary>The other roles act without grants: one for them would look like a right and be none.</summary>
    private static Role GivenRole(Role role) => Claims.Granted.Contains(role) ? role : throw ContentError.Invalid("role", InputFault.NotAllowed);
}
