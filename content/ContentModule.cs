using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>
/// Every registration of this project. A feature is a few lines here: its stores by <c>Store</c>, what it offers by <c>Offer</c>, its sweeps by <c>Sweep</c>.
/// </summary>
public static class ContentModule
{
    public static IHostApplicationBuilder AddContent(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        var root = builder.Environment.ContentRootPath;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<StorageOptions>("Storage").PostConfigure(options => options.DataDirectory = Path.GetFullPath(options.DataDirectory, root));
        services.AddSettings<SecretsOptions>("Secrets");
        services.AddSettings<MediaOptions>("Media");
        services.AddSingleton<IPostConfigureOptions<SecretsOptions>, SecretsFile>().AddSingleton<EvidenceHashes>();
        services.AddSingleton<ContentDatabase>();
        services
            .AddSettings<PoliciesOptions>("Policies")
            .PostConfigure(options => options.Directory = options.Directory.Length == 0 ? "" : Path.GetFullPath(options.Directory, root));
        services.Offer<ContentStart>().Offer<ContentHealth>();
        services.Store<IdempotencyKeys>().Store<Leases>().Store<HealthStore>();
        services.AddSettings<CatalogueOptions>("Catalogue");
        services.Store<StampStore>().Offer<CatalogueStamp>().AddSingleton<CopyMeter>();
        services.Store<OrganisationStore>().Store<MoveStore>().Offer<MoveBook>().Offer<OrganisationTree>();
        services.Store<GrantStore>().Offer<GrantBook>();
        services.Store<NotificationStore>().Offer<Notifications>();
        services.Store<MemberStore>().Store<SeatStore>().Offer<MemberRegister>().Sweep<RegisterSweeper>();
        services.Offer<OrganisationRegister>().Store<LineageStore>().Sweep<MoveSweeper>();
        services.Store<ActivationCodeStore>().Offer<Activation>().Store<CorrectionStore>().Offer<Corrections>();
        services.AddSingleton(provider => new PolicyLibrary(provider.GetRequiredService<IOptions<PoliciesOptions>>()));
        services.Store<CreditStore>().Store<EvidenceStore>().Offer<CreditLedger>().Offer<LedgerAudit>();
        services.Store<VenueStore>().Offer<VenueRegister>();
        services.Offer<ComplianceReview>().Offer<ReportDesk>().Offer<StandingWatch>().Offer<PseudonymousStandings>();
        services.Store<CreditClaimStore>().Store<TrainingDayStore>().AddSingleton<TrainingDays>().Offer<CreditClaims>();
        services.AddSettings<AuditingOptions>("Auditing");
        services.AddSettings<RetentionOptions>("Retention");
        services.Store<AuditStore>().Offer<AuditLog>().Sweep<RetentionSweeper>();
        services.Store<RegisteredOperationStore>().Offer<OperationRegistry>();
        services.AddSettings<EventOptions>("Events");
        services.Store<EventStore>().Offer<EventFeed>().AddSingleton<EventLog>().AddSingleton<IEvents>(provider => provider.GetRequiredService<EventLog>());
        // One place decides where blobs live: an Azure setting, or else a folder below the data directory.
        services.AddSingleton<IBlobs>(provider => new TracedBlobs(
            provider.GetRequiredService<IOptions<StorageOptions>>().Value is { Blobs.InFolder: true, DataDirectory: var data }
                ? new FolderBlobs(Path.Combine(data, "blobs"), provider.GetRequiredService<ILogger<FolderBlobs>>())
                : AzureBlobs.Open(provider.GetRequiredService<IOptions<StorageOptions>>().Value.Blobs)
        ));
        services.Store<RenditionStore>().AddSingleton<Renditions>();
        services.Store<MediaStore>().AddSingleton<KnownAssets>().AddSingleton<Ffprobe>().AddSingleton<MediaChecks>().Offer<MediaLibrary>().Offer<MediaLinks>();
        services.AddSettings<UploadOptions>("Uploads");
        services.Store<UploadStore>().AddSingleton<RunningHashes>().Offer<UploadDesk>().Sweep<UploadSweeper>();
        services.Store<SheetImportStore>().Store<SheetExportStore>().AddSingleton<SheetFiles>();
        services.Offer<SheetImports>().Offer<SheetExports>().Offer<SheetLinks>().Sweep<SheetSweeper>();
        services.AddSingleton<ISheetKind, OrganisationSheet>().AddSingleton<ISheetKind, MemberSheet>().AddSingleton<ISheetKind, CreditSheet>();
        services.Store<TeacherStore>().Store<TeacherScheduleStore>().Offer<TeacherPool>().Offer<TeacherSchedules>().Offer<TeacherRegister>();
        services.Sweep<TeacherTermSweeper>();
        services.Store<CoursewareStore>().Store<CoursewareVersionStore>().AddSingleton<FrozenCourseware>().Offer<CoursewareLibrary>();
        services.AddSettings<SearchOptions>("Search");
        services.Store<CoursewareTermStore>().AddSingleton<CoursewareSearch>();
        services.Store<CoursewareDraftStore>().Offer<EditorialDesk>().Sweep<CoursewareSweeper>().Offer<CoursewareImport>();
        services.Store<AssetFolderStore>().Offer<MediaShelf>().Sweep<MediaSweeper>();
        services.Store<DeskStore>().Store<CoverageStore>().Store<SessionStore>();
        services.TryAddSingleton(PresenceDraw.Unforeseeable);
        services
            .AddSingleton<ClientTraces>()
            .AddSingleton<SessionSettlement>()
            .AddSingleton<ChapterChoice>()
            .AddSingleton<Proctor>()
            .Offer<StudyDesk>()
            .Offer<Bookmarks>()
            .Sweep<StudySweeper>()
            .Offer<PresenceWatch>()
            .Offer<SessionWatch>();
        services.AddSettings<SeedOptions>("Seed");
        services.Store<SeedStore>().AddSingleton<SeedPast>().Offer<DemoSeed>();
        return builder;
    }

    /// <summary>A collection: one instance, prepared at start.</summary>
    private static IServiceCollection Store<TStore>(this IServiceCollection services)
        where TStore : class, IStore => services.AddSingleton<TStore>().AddSingleton<IStore>(provider => provider.GetRequiredService<TStore>());

    /// <summary>A sweep, found with the others by whoever lets them run.</summary>
    private static IServiceCollection Sweep<TSweep>(this IServiceCollection services)
        where TSweep : LeasedSweep => services.Offer<TSweep>().AddSingleton<LeasedSweep>(provider => provider.GetRequiredService<TSweep>());

    /// <summary>
    /// A public noun of the content. Its constructor is internal, because it takes stores, which nobody outside may name; so the container is told how to call
    /// it.
    /// </summary>
    private static IServiceCollection Offer<TNoun>(this IServiceCollection services)
        where TNoun : class
    {
        var constructor = typeof(TNoun).GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Single();
        return services.AddSingleton(provider =>
            (TNoun)
                constructor.Invoke(
                    BindingFlags.DoNotWrapExceptions,
                    null,
                    [.. constructor.GetParameters().Select(parameter => provider.GetRequiredService(parameter.ParameterType))],
                    null
                )
        );
    }
}
