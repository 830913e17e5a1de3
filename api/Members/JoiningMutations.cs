using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed record IssueActivationCodesInput(Filter? Where, string? OrganisationId, bool Again);

internal sealed class IssueActivationCodesInputType : InputType<IssueActivationCodesInput>
{
    public IssueActivationCodesInputType()
        : base("For whom codes are made.")
    {
        Field<IdGraphType>("organisationId")
            .Description("Members of this organisation and of all below it; left out for all below the caller's grants.")
            .OfNode("Organisation");
        Field<FilterInputType<MemberFields>>("where").Description("Which members; those who have a sign-in already are passed over.");
        Field(x => x.Again, nullable: true)
            .Description("Also for those whose code can still be used, which is void then: the letters were lost. Without it they are passed over.");
    }
}

internal sealed record ActivateMemberInput(string Number, string Code);

internal sealed class ActivateMemberInputType : InputType<ActivateMemberInput>
{
    public ActivateMemberInputType()
        : base("What stands in the letter with the code.")
    {
        Field(x => x.Number).Description("The member number.");
        Field(x => x.Code).Description("The code, ten letters and digits; capitals and hyphens do not matter.");
    }
}

internal sealed class ActivationCodeType : ObjectType<IssuedCode>
{
    public ActivationCodeType()
        : base("A one-time code, to be handed to the member. It cannot be read again.")
    {
        Field<NonNullGraphType<MemberType>>("member").Description("Who becomes able to join by it.").From(source => source.Member);
        Field(x => x.Code).Description("The code.");
        Field(x => x.ExpiresAt).Description("Until when it can be used.");
    }
}

/// <summary>The codes that one call made.</summary>
internal sealed record IssuedCodes(IReadOnlyList<IssuedCode> Codes, bool HasMore);

internal static class JoiningMutations
{
    /// <summary>How far one call looks for members without a code, in pages of a hundred.</summary>
    private const int MostPages = 50;

    public static void AddTo(Mutation mutation)
    {
        mutation
            .Mutation<IssueActivationCodesInputType, IssuedCodes>(
                "issueActivationCodes",
                $"Makes one-time codes by which members join their record by themselves, for the first {Activation.MostAtOnce} of those asked for who have "
                    + "neither a sign-in nor a code that can still be used. Each is good once, for 30 days and five tries. Nobody gets one whose rights are "
                    + "not below the caller's."
            )
            .Field<ListGraphType<NonNullGraphType<ActivationCodeType>>>("codes", "The codes, by number of the member.", issued => issued.Codes)
            .Field<BooleanGraphType>(
                "hasMore",
                "Whether not all of those asked for were looked at: send the same again, or ask by organisation.",
                issued => issued.HasMore
            )
            .RequireRole(Rights.Keeping)
            .Cost(200)
            .Resolve<IssueActivationCodesInput>(IssueAsync);

        mutation
            .Mutation<ActivateMemberInputType, Member>(
                "activateMember",
                "Whoever is signed in becomes the member whose number and code they give. A wrong number, a wrong code and one that is used up are one refusal."
            )
            .Field<MemberType>("member", "The member, who is oneself from now on.", member => member)
            .Errors(ContentErrorCode.ActivationRefused, ContentErrorCode.IdentityTaken, ContentErrorCode.IdentityLinked, ContentErrorCode.LinkNotIndependent)
            .Resolve<ActivateMemberInput>(
                (input, ctx) =>
                    ctx.Caller().IsPartner
                        ? throw new ContentError(ContentErrorCode.ActivationRefused)
                        : ctx.Service<Activation>().ActivateAsync(input.Number, input.Code, ctx.Caller().Actor, ctx.CancellationToken)
            );
    }

    private static async Task<IssuedCodes> IssueAsync(IssueActivationCodesInput input, IResolveFieldContext context)
    {
        var scope = input.OrganisationId is { } organisation
            ? context.Rights().Changing.At((await context.KeptOrganisationAsync(organisation)).Id)
            : context.Rights().Changing;
        var (register, activation) = (context.Service<MemberRegister>(), context.Service<Activation>());
        var (found, cursor, more) = (new List<Member>(), (string?)null, true);
        for (var pages = 0; more && found.Count < Activation.MostAtOnce && pages < MostPages; pages++)
        {
            var page = await register.ListAsync(scope, input.Where, [], new PageRequest(100, cursor), context.CancellationToken);
            var unjoined = page.Nodes.Where(member => member.Identity is null && context.Rights().KeepsHome(member)).ToList();
            string[] ids = [.. unjoined.Select(member => member.Id)];
            // Whoever signs in as somebody has their rights.
            var passed = new HashSet<string>(await context.Service<GrantBook>().AboveAsync(ids, context.Giver(), context.CancellationToken));
            if (!input.Again)
                passed.UnionWith(await activation.LiveAsync(ids, context.CancellationToken));
            found.AddRange(unjoined.Where(member => !passed.Contains(member.Id)));
            (cursor, more) = (page.Edges is [.., var last] ? last.Cursor : null, page.HasNextPage);
        }

        var chosen = found.Take(Activation.MostAtOnce).ToList();
        var codes = await activation.IssueAsync(chosen, context.Caller().Actor, context.CancellationToken);
        return new(codes, more || found.Count > chosen.Count);
    }
}
