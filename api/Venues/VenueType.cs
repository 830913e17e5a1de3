using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class VenueType : ObjectType<Venue>
{
    public VenueType()
        : base("A place where members are taught (阵地): no secret to who belongs to the school.")
    {
        Node(venue => venue.Id, (ctx, id) => ctx.Rights().MayAny(Rights.Venues) ? ctx.Loader<VenueLoader>().LoadAsync(id) : LoaderResults.Ready<Venue?>(null));
        Field(x => x.Name).Description("Name.");
        Field(x => x.Kind).Description("What it is.");
        Field(x => x.Level).Description("For whom it is kept.");
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("organisation")
            .Description("The organisation that keeps it.")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(ctx.Source.OrganisationId));
        Field(x => x.Capacity).Description("How many people it seats.");
        Field(x => x.Address).Description("Where it is.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("equipment")
            .Description("What it is equipped with.")
            .Entries(VenueLimits.Equipment)
            .From(source => source.Equipment);
        Field<NonNullGraphType<EnumerationGraphType<VenueStatus>>>("status")
            .Description("Whether it is open today.")
            .Resolve(ctx => ctx.Source.StatusOn(ctx.Rights().Today));
        Field<NonNullGraphType<DateScalar>>("from").Description("Its first day.").From(source => source.Existence.From);
        Field<DateScalar>("to").Description("Its last day; null while it is open.").From(source => source.Existence.To);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<BaseLevel>>>>>("baseLevels")
            .Description("As what it is recognised today, the highest first; empty where it is no recognised base.")
            .Entries(3)
            .Resolve(ctx => ctx.Source.Recognitions.On(ctx.Rights().Today).Select(held => held.Level).Distinct().Order());
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<BaseRecognitionType>>>>("recognitions")
            .Description("As what it was ever recognised, oldest entry first; with those that were voided for who reads the register there.")
            .Resolve(ctx => RecognitionOf.All(ctx.Source, ctx.Rights().SeesHistoryOf(ctx.Source)));
        Field(x => x.Version).Description("Rises with each change; what `expectedVersion` asks for.");
        Field<ListGraphType<NonNullGraphType<RegisterChangeType>>>("history")
            .Description("What was changed since it was entered, oldest first; null outside the caller's grants.")
            .RequireRole(Rights.Registry)
            .Resolve(ctx => ctx.Rights().SeesHistoryOf(ctx.Source) ? ctx.Source.History : null);
    }
}

/// <summary>One recognition of a venue, with whose it is and where it stands there: the two make its id.</summary>
internal sealed record RecognitionOf(Venue Venue, int Place, BaseRecognition Value)
{
    public string Id => $"{Venue.Id}/{Place}";

    public static IEnumerable<RecognitionOf> All(Venue venue, bool withVoided) =>
        venue.Recognitions.Select((value, place) => new RecognitionOf(venue, place, value)).Where(one => withVoided || one.Value.Voided is null);
}

internal sealed class BaseRecognitionType : ObjectType<RecognitionOf>
{
    public BaseRecognitionType()
        : base("A demonstration base was recognised for a time.")
    {
        Node(
            recognition => recognition.Id,
            (ctx, id) =>
            {
                if (!ctx.Rights().MayAny(Rights.Venues) || id.Split('/') is not [var venueId, _])
                    return LoaderResults.Ready<RecognitionOf?>(null);
                return ctx.Loader<VenueLoader>()
                    .LoadAsync(venueId)
                    .Then(venue => venue is null ? null : RecognitionOf.All(venue, ctx.Rights().SeesHistoryOf(venue)).FirstOrDefault(one => one.Id == id));
            }
        );
        Field<NonNullGraphType<EnumerationGraphType<BaseLevel>>>("level")
            .Description("By whom: the province, the city or the county.")
            .From(source => source.Value.Level);
        Field<NonNullGraphType<DateScalar>>("from").Description("First day.").From(source => source.Value.Period.From);
        Field<DateScalar>("to").Description("Last day; null while it holds.").From(source => source.Value.Period.To);
        Field<NonNullGraphType<StringGraphType>>("authority")
            .Description("Who recognised it: the organisation, and the number of the paper.")
            .From(source => source.Value.Authority);
        Field<StringGraphType>("reason").Description("Why it was withdrawn; null while it holds.").From(source => source.Value.Reason);
        Field<VoidingType>("voided").Description("That it was entered by mistake; null for what counts.").From(source => source.Value.Voided);
    }
}
