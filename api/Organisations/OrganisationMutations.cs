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
            .Mutation<CloseOrganisationInputType, Organisation>(
                "closeOrganisation",
                "Closes an organisation after a day. Its members and open drafts go to the successor; organisations below must be closed before. Asked again, it "
                    + "goes on where it was interrupted."
            )
            .Field<OrganisationType>("organisation", "The organisation.", organisation => organisation)
            .Errors(ContentErrorCode.OrganisationNotEmpty, ContentErrorCode.OrganisationClosed, ContentErrorCode.HistoryFull)
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

    private static async Task<Organisation> CloseAsync(CloseOrganisation input, IResolveFieldContext context)
    {
        await context.KeptOrganisationAsync(input.OrganisationId);
        if (input.SuccessorId is { } successor)
            await context.KeptOrganisationAsync(successor);
        return await context.Service<OrganisationRegister>().CloseAsync(input, context.Caller().Actor, context.CancellationToken);
    }
}
