namespace Mogambo.OptIns;

/// <summary>
/// What users write to opt out and in, by language. Only words that hardly mean anything else as a whole message: no "cancel", "end" or
/// "yes", which belong to conversations with bots. Case, accents and punctuation do not matter.
/// </summary>
internal static class BuiltInWords
{
    public static readonly IReadOnlyList<string> Stop =
    [
        // English
        "stop", "stop all", "stopall", "stop messages", "stop promotions", "unsubscribe", "opt out", "opt-out", "optout",
        // Spanish
        "baja", "darme de baja", "dar de baja", "darse de baja", "cancelar suscripción", "no quiero más mensajes", "alto", "parar", "detener",
        // Portuguese
        "pare", "parar mensagens", "descadastrar", "cancelar inscrição", "cancelar assinatura", "não quero mais mensagens", "sair da lista",
        // German
        "stopp", "abmelden", "abbestellen", "keine nachrichten mehr",
        // French
        "arrêt", "arrêter", "arrêtez", "désabonner", "désinscrire", "me désabonner", "se désabonner", "désinscription",
        // Italian
        "ferma", "basta messaggi", "disiscrivimi", "disiscriviti", "annulla iscrizione", "cancellami",
        // Dutch
        "stoppen", "afmelden", "uitschrijven", "geen berichten meer",
        // Turkish
        "dur", "durdur", "abonelikten çık", "aboneliği iptal et", "çıkar", "mesaj istemiyorum",
        // Arabic
        "توقف", "إيقاف", "ايقاف", "قف", "إلغاء الاشتراك", "الغاء الاشتراك",
        // Hindi
        "रोकें", "रोको", "बंद करें", "बंद करो", "सदस्यता समाप्त करें",
        // Indonesian
        "berhenti", "berhenti berlangganan", "stop pesan", "hentikan",
        // Russian
        "стоп", "отписаться", "отписка", "отпишите меня", "не писать",
    ];

    public static readonly IReadOnlyList<string> Start =
    [
        // English
        "start", "unstop", "subscribe", "resubscribe", "opt in", "opt-in", "optin",
        // Spanish
        "alta", "darme de alta", "suscribirme", "suscribir", "comenzar mensajes",
        // Portuguese
        "inscrever", "inscrever-me", "quero receber mensagens", "assinar",
        // German
        "anmelden", "abonnieren",
        // French
        "s'abonner", "m'abonner", "abonner", "réabonner",
        // Italian
        "iscrivimi", "iscriviti",
        // Dutch
        "aanmelden", "inschrijven",
        // Turkish
        "abone ol", "başlat",
        // Arabic
        "اشتراك", "اشترك", "ابدأ", "ابدا",
        // Hindi
        "शुरू करें", "शुरू करो", "सदस्यता लें",
        // Indonesian
        "mulai", "berlangganan",
        // Russian
        "старт", "подписаться", "подписка",
    ];
}
