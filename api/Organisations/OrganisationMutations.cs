using ELearning.Content;
using GraphQL;

namespace ELearning.Api;

internal static class OrganisationMutations
{
    public static void AddTo(Mutation mutation)
    {
        mutation
            .Mutation<CreateOrganisationInputType, Organisation>(
                "createOrganisation",
                "Enters an organisation below the caller's grants, or as Administrator a top of the tree; the same again returns what is there."
            )
            .Field<OrganisationType>("organisation", "The organisation.", organisation => organisation)
            .Errors(ContentErrorCode.OrganisationExists, ContentErrorCode.OrganisationClosed)
            .RequireRole(Rights.Keeping)
            .Resolve<CreateOrganisationInput>(CreateAsync);

        mutation
            .Mutation<RenameOrganisationInputType, Organisation>(
                "renameOrganisation",
                "Gives an organisation another name from a day; the old one still finds it."
            )
            .Field<OrganisationType>("organisation", "The organisation.", organisation => organisation)
            .Errors(ContentErrorCode.OrganisationClosed, ContentErrorCode.HistoryFull)
            .RequireRole(Rights.Keeping)
            .Resolve<RenameOrganisation>(
                async (input, ctx) =>
                {
                    await ctx.KeptOrganisationAsync(input.OrganisationId);
                    return await ctx.Service<OrganisationRegister>().RenameAsync(input, ctx.Caller().Actor, ctx.CancellationToken);
                }
            );

        mutation
            .Mutation<ChangeSectorInputType, Organisation>("changeSector", "Notes that the members of an organisation mainly are something else from a day.")
            .Field<OrganisationType>("organisation", "The organisation.", organisation => organisation)
            .Errors(ContentErrorCode.OrganisationClosed, ContentErrorCode.HistoryFull)
            .RequireRole(Rights.Keeping)
            .Resolve<ChangeSector>(
                async (input, ctx) =>
                {
                    await ctx.KeptOrganisationAsync(input.OrganisationId);
                    return await ctx.Service<OrganisationRegister>().ChangeSectorAsync(input, ctx.Caller().Actor, ctx.CancellationToken);
                }
            );

        mutation
            .Mutation<SetRecordsFromInputType, Organisation>(
                "setRecordsFrom",
                "Says from when on there are records of training at an organisation and below it: what began before and is not met is NOT_RECORDED."
            )
            .Field<OrganisationType>("organisation", "The organisation.", organisation => organisation)
            .Errors(ContentErrorCode.RecordsMoveBack, ContentErrorCode.HistoryFull)
            .RequireRole(Rights.Keeping)
            .Resolve<SetRecordsFrom>(
                async (input, ctx) =>
                {
                    await ctx.KeptOrganisationAsync(input.OrganisationId);
                    var rights = ctx.Rights();
                    var parent = (await ctx.Service<OrganisationTree>().RequireAsync(input.OrganisationId, ctx.CancellationToken)).ParentId;
                    var isAbove =
                        rights.Changing.Everywhere
                        || (parent is not null && rights.Keeps(await ctx.Service<OrganisationTree>().RequireAsync(parent, ctx.CancellationToken)));
                    return await ctx.Service<OrganisationRegister>().SetRecordsFromAsync(input, isAbove, ctx.Caller().Actor, ctx.CancellationToken);
                }
            );

        mutation
            .Mutation<MoveOrganisationInputType, Organisation>(
                "moveOrganisation",
                "Moves an organisation with all below it from a day on. Asks for a grant as administrator above it and at the new place. From that day "
                    + "rights and "
                    + "lists follow; the old place keeps the reports of years that had ended."
            )
            .Field<OrganisationType>("organisation", "The organisation.", organisation => organisation)
            .Errors(ContentErrorCode.OrganisationMoving, ContentErrorCode.OrganisationClosed, ContentErrorCode.TooManyMoves, ContentErrorCode.HistoryFull)
            .RequireRole(Rights.Keeping)
            .Resolve<MoveOrganisation>(MoveAsync);

        mutation
            .Mutation<CancelMoveInputType, Organisation>("cancelMove", "Calls off a move that is still ahead; by whoever may enter it.")
            .Field<OrganisationType>("organisation", "The organisation.", organisation => organisation)
            .Errors(ContentErrorCode.OrganisationMoving, ContentErrorCode.HistoryFull)
            .RequireRole(Rights.Keeping)
            .Resolve<CancelMove>(CancelMoveAsync);

        mutation
            .Mutation<SetTrainingOrganiserInputType, Organisation>(
                "setTrainingOrganiser",
                "Notes who organises the training of an organisation's members from a day, where it is not the nearest township."
            )
            .Field<OrganisationType>("organisation", "The organisation.", organisation => organisation)
            .Errors(ContentErrorCode.OrganisationClosed, ContentErrorCode.HistoryFull)
            .RequireRole(Rights.Keeping)
            .Resolve<SetTrainingOrganiser>(SetTrainingOrganiserAsync);

        mutation
            .Mutation<CloseOrganisationInputType, Organisation>(
                "closeOrganisation",
                "Closes an organisation after a day. Its members and open drafts go to the successor; organisations below must be closed before. Asked again, it "
                    + "goes on where it was interrupted."
            )
            .Field<OrganisationType>("organisation", "The organisation.", organisation => organisation)
            .Errors(
                ContentErrorCode.OrganisationNotEmpty,
                ContentErrorCode.OrganisationMoving,
                ContentErrorCode.OrganisationClosed,
                ContentErrorCode.HistoryFull
            )
            .RequireRole(Rights.Keeping)
            .Resolve<CloseOrganisation>(CloseAsync);
    }

    private static async Task<Organisation> CreateAsync(CreateOrganisationInput input, IResolveFieldContext context)
    {
        // Nothing is above a top: nobody but who acts everywhere has a right there.
        if (input.ParentId is { } parent)
            await context.KeptOrganisationAsync(parent);
        else if (!context.Rights().Changing.Everywhere)
            throw ContentError.Invalid("parentId", InputFault.Required);
        var established = input.EstablishedOn ?? context.Rights().Today;
        return await context
            .Service<OrganisationRegister>()
            .CreateAsync(new(input.Code, input.Name, input.Level, input.Sector, input.ParentId, established, input.RecordsFrom), context.CancellationToken);
    }

    private static async Task<Organisation> MoveAsync(MoveOrganisation input, IResolveFieldContext context)
    {
        await context.MovableOrganisationAsync(input.OrganisationId);
        await context.KeptOrganisationAsync(input.ParentId);
        return await context.Service<OrganisationRegister>().MoveAsync(input, context.Caller().Actor, context.CancellationToken);
    }

    private static async Task<Organisation> CancelMoveAsync(CancelMove input, IResolveFieldContext context)
    {
        await context.MovableOrganisationAsync(input.OrganisationId);
        if (await context.Service<MoveBook>().AheadAsync(input.OrganisationId, context.CancellationToken) is { } ahead)
            await context.KeptOrganisationAsync(ahead.ToId);
        return await context.Service<OrganisationRegister>().CancelMoveAsync(input, context.Caller().Actor, context.CancellationToken);
    }

    private static async Task<Organisation> SetTrainingOrganiserAsync(SetTrainingOrganiser input, IResolveFieldContext context)
    {
        var organisation = await context.KeptOrganisationAsync(input.OrganisationId);
        // A branch names the township above it, of which its administrator has no more than the name.
        if (input.TrainingOrganiserId is { } organiser && !organisation.Lineage.Contains(organiser))
            await context.KeptOrganisationAsync(organiser);
        return await context.Service<OrganisationRegister>().SetTrainingOrganiserAsync(input, context.Caller().Actor, context.CancellationToken);
    }

    private static async Task<Organisation> CloseAsync(CloseOrganisation input, IResolveFieldContext context)
    {
        await context.KeptOrganisationAsync(input.OrganisationId);
        if (input.SuccessorId is { } successor)
            await context.KeptOrganisationAsync(successor);
        return await context.Service<OrganisationRegister>().CloseAsync(input, context.Caller().Actor, context.CancellationToken);
    }
}
