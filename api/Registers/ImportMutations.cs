using System.Globalization;
using ELearning.Content;
using GraphQL;

namespace ELearning.Api;

internal static class ImportMutations
{
    public static void AddTo(Mutation mutation)
    {
        mutation
            .Mutation<StartImportInputType, SheetImport>(
                "startImport",
                "Starts to read a sheet into a register, as far as the caller's grants reach: what is outside them is a fault as if it did not exist. "
                    + "Ask the import how far it is, or listen to onImportAdvanced."
            )
            .Field<ImportType>("import", "The import.", import => import)
            .Errors(ContentErrorCode.TooManyImports)
            .RequireRole(Rights.Keeping)
            .Resolve<StartImport>(
                (input, ctx) =>
                    ctx.Service<SheetImports>()
                        .StartAsync(
                            input,
                            ctx.Rights().Changing,
                            ctx.Caller().Actor,
                            CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en" : "zh-CN",
                            ctx.CancellationToken
                        )
            );

        mutation
            .Mutation<RevertImportInputType, SheetImport>(
                "revertImport",
                "Begins to take back what an import applied, by entries of its own: who and what it made goes where nothing hangs on it, what it "
                    + "changed is changed back, hours are reversed. What has to stay is told by row among its faults."
            )
            .Field<ImportType>("import", "The import.", import => import)
            .RequireRole(Rights.Keeping)
            .Resolve<RevertImportInput>(RevertAsync);

        mutation
            .Mutation<StartExportInputType, SheetExport>("startExport", "Starts to make a sheet of a register; ask the export for its file.")
            .Field<ExportType>("export", "The export.", export => export)
            .Errors(ContentErrorCode.TooManyImports)
            .RequireRole(Rights.Registry)
            .Resolve<StartExportInput>(ExportAsync);
    }

    private static async Task<SheetImport> RevertAsync(RevertImportInput input, IResolveFieldContext context)
    {
        var import =
            await context.Loader<ImportLoader>().LoadAsync(input.ImportId).GetResultAsync(context.CancellationToken) ?? throw ContentError.NotFound("Import");
        // Whose grants have become less takes back no more than they may change.
        var (may, was) = (context.Rights().Changing, import.Scope);
        var organisations = await context.Service<OrganisationTree>().FindAsync(was.OrganisationIds, context.CancellationToken);
        if (!may.Everywhere && (was.Everywhere || organisations.Values.Any(organisation => !may.Covers(organisation.Lineage))))
            throw ContentError.NotFound("Import");
        return await context.Service<SheetImports>().RevertAsync(import.Id, input.Reason, context.Caller().Actor, context.CancellationToken);
    }

    private static async Task<SheetExport> ExportAsync(StartExportInput input, IResolveFieldContext context)
    {
        var scope = context.Rights().Reading;
        if (input.OrganisationId is { } id)
        {
            var organisation = (await context.Service<OrganisationTree>().FindAsync([id], context.CancellationToken)).GetValueOrDefault(id);
            if (organisation is null || !scope.Covers(organisation.Lineage))
                throw ContentError.NotFound("Organisation");
            scope = scope.At(id);
        }
        return await context.Service<SheetExports>().StartAsync(input.Kind, input.Format, scope, context.Caller().Actor, context.CancellationToken);
    }
}
