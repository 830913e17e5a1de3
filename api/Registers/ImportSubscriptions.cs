using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

internal static class ImportSubscriptions
{
    public static void AddTo(Subscription subscription) =>
        subscription
            .Field<NonNullGraphType<ImportType>, SheetImport>("onImportAdvanced")
            .Description("An import as it stands, then each time it has come further; ends with the import.")
            .IdArgument("importId", "Import", "Which import.")
            .RequireRole(Rights.Keeping)
            .ResolveStreamAsync(async ctx =>
            {
                var import =
                    await ctx.Loader<ImportLoader>().LoadAsync(ctx.GetArgument<string>("importId")).GetResultAsync(ctx.CancellationToken)
                    ?? throw ContentError.NotFound("Import");
                var imports = ctx.Service<SheetImports>();
                return new Listening<SheetImport>(
                    stopping => imports.FollowAsync(import.Id, stopping),
                    (now, told) => now.Rights().SeesSheetsOf(told.Subject) ? Task.CompletedTask : throw ContentError.NotFound("Import")
                );
            });
}
