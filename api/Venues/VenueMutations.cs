using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

internal static class VenueMutations
{
    public static void AddTo(Mutation mutation)
    {
        mutation
            .Mutation<EnterVenueInputType, Venue>("enterVenue", "Enters a venue of an organisation below the caller's grants.")
            .Field<VenueType>("venue", "The venue.", venue => venue)
            .Errors(ContentErrorCode.OrganisationClosed, ContentErrorCode.IdempotencyKeyReused)
            .RequireRole(Rights.Keeping)
            .Resolve<EnterVenue>(
                async (input, ctx) =>
                {
                    await ctx.KeptOrganisationAsync(input.OrganisationId);
                    return await ctx.Service<VenueRegister>().EnterAsync(input, ctx.Caller().Actor, ctx.CancellationToken);
                }
            );
        Change<EditVenueInputType, EditVenue>(
            mutation,
            "editVenue",
            "Gives a venue other particulars; its history keeps what they were.",
            input => input.VenueId,
            (register, input, by, token) => register.EditAsync(input, by, token)
        );
        Change<CloseVenueInputType, CloseVenue>(
            mutation,
            "closeVenue",
            "Closes a venue after a day; as what it is recognised ends with it.",
            input => input.VenueId,
            (register, input, by, token) => register.CloseAsync(input, by, token)
        );
        Recognition<RecogniseBaseInputType, RecogniseBase>(
            mutation,
            "recogniseBase",
            "Notes that a demonstration base is recognised from a day.",
            input => input.VenueId,
            (register, input, by, token) => register.RecogniseAsync(input, by, token),
            ContentErrorCode.VenueClosed
        );
        Recognition<WithdrawBaseInputType, WithdrawBaseInput>(
            mutation,
            "withdrawBase",
            "Ends the recognition of a demonstration base after a day.",
            input => PlaceOf(input.Id).VenueId,
            (register, input, by, token) => register.WithdrawAsync(new(PlaceOf(input.Id).VenueId, PlaceOf(input.Id).Place, input.On, input.Reason), by, token),
            ContentErrorCode.EntryOver
        );
        Recognition<VoidRecognitionInputType, VoidRecognitionInput>(
            mutation,
            "voidRecognition",
            "Takes a recognition back that was entered by mistake. It stays readable and counts for nothing.",
            input => PlaceOf(input.Id).VenueId,
            (register, input, by, token) => register.VoidAsync(new(PlaceOf(input.Id).VenueId, PlaceOf(input.Id).Place, input.Reason), by, token),
            ContentErrorCode.EntryOver
        );
    }

    private static void Change<TInputType, TInput>(
        Mutation mutation,
        string name,
        string description,
        Func<TInput, string> which,
        Func<VenueRegister, TInput, Actor, CancellationToken, Task<Venue>> change
    )
        where TInputType : IInputObjectGraphType =>
        mutation
            .Mutation<TInputType, Venue>(name, description)
            .Field<VenueType>("venue", "The venue.", venue => venue)
            .Errors(ContentErrorCode.VenueClosed, ContentErrorCode.HistoryFull)
            .RequireRole(Rights.Keeping)
            .Resolve<TInput>(
                async (input, ctx) =>
                {
                    await KeptAsync(ctx, which(input));
                    return await change(ctx.Service<VenueRegister>(), input, ctx.Caller().Actor, ctx.CancellationToken);
                }
            );

    private static void Recognition<TInputType, TInput>(
        Mutation mutation,
        string name,
        string description,
        Func<TInput, string> which,
        Func<VenueRegister, TInput, Actor, CancellationToken, Task<Venue>> change,
        ContentErrorCode error
    )
        where TInputType : IInputObjectGraphType =>
        mutation
            .Mutation<TInputType, Venue>(name, $"{description} Asks for a grant as administrator above the organisation that keeps the venue.")
            .Field<VenueType>("venue", "The venue.", venue => venue)
            .Errors(ContentErrorCode.BaseNotIndependent, error, ContentErrorCode.HistoryFull)
            .RequireRole(Rights.Keeping)
            .Resolve<TInput>(
                async (input, ctx) =>
                {
                    await KeptAboveAsync(ctx, which(input));
                    return await change(ctx.Service<VenueRegister>(), input, ctx.Caller().Actor, ctx.CancellationToken);
                }
            );

    /// <summary>The organisation of a venue that the caller may change; for anybody else there is no such venue to change.</summary>
    private static async Task<Organisation> KeptAsync(IResolveFieldContext context, string venueId)
    {
        var venue = await context.Service<VenueRegister>().RequireAsync(venueId, context.CancellationToken);
        var organisation = await context.Service<OrganisationTree>().RequireAsync(venue.OrganisationId, context.CancellationToken);
        return context.Rights().Keeps(organisation) ? organisation : throw ContentError.NotFound(nameof(Venue));
    }

    /// <summary>The same for who has the right above it, too: nobody recognises a base of their own. Above a top is nobody but who acts everywhere.</summary>
    private static async Task KeptAboveAsync(IResolveFieldContext context, string venueId)
    {
        var organisation = await KeptAsync(context, venueId);
        var rights = context.Rights();
        var isAbove =
            rights.Changing.Everywhere
            || (organisation.ParentId is { } parent && rights.Keeps(await context.Service<OrganisationTree>().RequireAsync(parent, context.CancellationToken)));
        if (!isAbove)
            throw new ContentError(ContentErrorCode.BaseNotIndependent);
    }

    private static (string VenueId, int Place) PlaceOf(string id) => HeldIds.Of(id, nameof(BaseRecognition));
}
