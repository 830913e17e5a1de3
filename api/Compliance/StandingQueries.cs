using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

internal static class StandingQueries
{
    private const int MostWanted = 100;

    public static void AddTo(Query query)
    {
        query
            .Connection<PseudonymousStandingType>(
                "pseudonymousStandings",
                "How the members below the application's grants stand, by pseudonym, without saying who they are. For partner applications."
            )
            .OptionalYearArgument("Calendar year; this year when left out.")
            .Argument<ListGraphType<NonNullGraphType<StringGraphType>>>(
                "pseudonyms",
                $"Only these, at most {MostWanted}: what members told the application, see `myPseudonym`. What is not there is left out."
            )
            .RequireRole(Rights.PartnerStanding)
            .PaidByLength()
            .Resolve(
                (ctx, list) =>
                    ctx.Service<PseudonymousStandings>()
                        .ListAsync(
                            ctx.Caller().Subject,
                            ctx.Rights().PartnerReading,
                            ctx.GetArgument<int?>("year") ?? ctx.Rights().Today.Year,
                            Wanted(ctx),
                            list.Page,
                            ctx.CancellationToken
                        )
            );

        query
            .Field<StringGraphType>("myPseudonym")
            .Description(
                "The name under which a partner application sees one's own standing, to be told to it by whoever wants it to know; null for a token "
                    + "that is joined to no member."
            )
            .Argument<NonNullGraphType<StringGraphType>>("application", "The subject of the application's token, 1 to 100 characters.")
            .RequireRole(Rights.Studying)
            .Resolve(ctx => ctx.Caller().MemberId is { } own ? ctx.Service<PseudonymousStandings>().NameOf(own, ctx.GetArgument<string>("application")) : null);
    }

    private static List<string>? Wanted(IResolveFieldContext context) =>
        context.GetArgument<List<string>?>("pseudonyms") switch
        {
            { Count: > MostWanted } => throw ContentError.Invalid("pseudonyms", InputFault.TooLong, MostWanted),
            var wanted => wanted,
        };
}
