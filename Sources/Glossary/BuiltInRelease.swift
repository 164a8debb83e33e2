// Written by Scripts/regenerate from specs/glossary. Do not edit.
// swift-format-ignore-file

/// The canonical text of the glossary that the program carries.
enum BuiltInRelease {
    /// Release 10 of the schema; `Glossary.builtIn` is what it says.
    static let text = """
glossary|1
release|10|2026-06-29
source|https://github.com/Appboy/currents-examples (storage and custom HTTP samples, releases 1 to 10, and the history before)
source|https://github.com/braze-inc/braze-docs (event glossaries, Currents changelog, partner pages)
platform|ios|android|kindle|web|tvos|roku
alias|users.message.email.Open|users.messages.email.Open|slip in one partner page example (singular message)
alias|users_campaigns_abort|users.campaigns.Abort|spelling in partner pages and release notes
alias|users_canvas_abort|users.canvas.Abort|spelling in partner pages and release notes
unexported|changelogs.GlobalControlGroup
unexported|users.behaviors.UpgradedApp
unexported|users.behaviors.geofence.DataEvent
unexported|users.behaviors.geofence.RecordEvent
unexported|users.campaigns.FrequencyCap
unexported|users.campaigns.Revenue
unexported|users.canvas.FrequencyCap
unexported|users.canvas.Revenue
unexported|users.messages.pushnotification.InfluencedOpen
field|abort_log|string|properties|free_text|h|||||
field|abort_log|string|properties|free_text|shp|source|2|||
field|abort_log|string|properties|free_text|shp|source|3|||
field|abort_log|string|properties|free_text|shp|source||||
field|abort_log|string|properties|free_text||||||
field|abort_type|string|properties|enum|h|||||
field|abort_type|string|properties|enum|sh||2|||
field|abort_type|string|properties|enum|sh||3|||
field|abort_type|string|properties|enum|sh|||||
field|abort_type|string|properties|enum||||||
field|action|string|properties|attribute|rsh||3|||
field|action|string|properties|attribute|rsh|||||
field|activity_attributes_type|string|properties|attribute|sh|||||
field|activity_id|string|properties|identifier|sh|||||
field|ad_id_type|string|properties|enum|sh||2|||
field|ad_id_type|string|properties|enum|sh||8|||
field|ad_id_type|string|properties|enum|sh|||||
field|ad_id|string|properties|advertising_id|shp|source|2|||
field|ad_id|string|properties|advertising_id|shp|source|8|||
field|ad_id|string|properties|advertising_id|shp|source||||
field|ad_tracking_enabled|boolean|properties|flag|sh||2|||
field|ad_tracking_enabled|boolean|properties|flag|sh||8|||
field|ad_tracking_enabled|boolean|properties|flag|sh|||||
field|agent_id|string|properties|identifier|rsh||5|||
field|agent_name|string|properties|label|rsh||5|||
field|alt_accuracy|float|properties|geo_accuracy|sh|||||
field|altitude|float|properties|geo|shp|source||||
field|app_group_api_id|string|properties|identifier|sd|||||
field|app_group_id|string|properties|identifier|h|||||
field|app_group_id|string|properties|identifier|rsh|||||
field|app_group_id|string|properties|identifier|sh||10|||
field|app_group_id|string|properties|identifier|sh||2|||
field|app_group_id|string|properties|identifier|sh||3|||
field|app_group_id|string|properties|identifier|sh||5|||
field|app_group_id|string|properties|identifier|sh||8|||
field|app_group_id|string|properties|identifier|sh|||||
field|app_group_id|string|properties|identifier|s||10|||
field|app_group_id|string|properties|identifier|s|||||
field|app_group_id|string|properties|identifier||||||
field|app_id|string|properties|identifier|h|||||
field|app_id|string|properties|identifier|rh|||||
field|app_id|string|properties|identifier|rsh|||||
field|app_id|string|properties|identifier|r|||||
field|app_id|string|properties|identifier|sh||2|||
field|app_id|string|properties|identifier|sh||5|||
field|app_id|string|properties|identifier|sh||8|||
field|app_id|string|properties|identifier|sh|||||
field|app_id|string|properties|identifier|s||10|||
field|archived|boolean|properties|flag|s||10|||
field|attempt_count|int|properties|count|sh|||||
field|banner_placement_id|string|properties|identifier|sh||2|||
field|banner_placement_id|string|properties|identifier|sh||8|||
field|bounce_reason|string|properties|free_text|shp|source||||
field|browser|string|properties|device_info|sh||2|||
field|browser|string|properties|device_info|sh||8|||
field|browser|string|properties|device_info|sh|||||
field|browser|string|properties|device_info|s|||||
field|browser|string|properties|device_info||||||
field|bsuid|string|properties|user_handle|shp|inferred|8|||
field|button_action_type|string|properties|enum|sh|||||
field|button_id|string|properties|identifier|sh||2|||
field|button_id|string|properties|identifier|sh||8|||
field|button_id|string|properties|identifier|sh|||||
field|button_string|string|properties|label|sh|||||
field|cache_hit|boolean|properties|flag|rsh||5|||
field|cache_tokens|int|properties|count|rsh||5|||
field|campaign_id|string|properties|identifier|rsh|||||
field|campaign_id|string|properties|identifier|sh||2|||
field|campaign_id|string|properties|identifier|sh||3|||
field|campaign_id|string|properties|identifier|sh||5|||
field|campaign_id|string|properties|identifier|sh||8|||
field|campaign_id|string|properties|identifier|sh|||||
field|campaign_id|string|properties|identifier||||||
field|campaign_name|string|properties|label|sh||2|||
field|campaign_name|string|properties|label|sh||3|||
field|campaign_name|string|properties|label|sh||5|||
field|campaign_name|string|properties|label|sh||8|||
field|campaign_name|string|properties|label|sh|||||
field|campaign_name|string|properties|label||||||
field|canvas_api_id|string|properties|identifier|sd|||||
field|canvas_entry_id|string|properties|identifier|rsh|||||
field|canvas_id|string|properties|identifier|rsh|||||
field|canvas_id|string|properties|identifier|sh||10|||
field|canvas_id|string|properties|identifier|sh||2|||
field|canvas_id|string|properties|identifier|sh||3|||
field|canvas_id|string|properties|identifier|sh||5|||
field|canvas_id|string|properties|identifier|sh||7|||
field|canvas_id|string|properties|identifier|sh||8|||
field|canvas_id|string|properties|identifier|sh|||||
field|canvas_id|string|properties|identifier||||||
field|canvas_name|string|properties|label|sh||2|||
field|canvas_name|string|properties|label|sh||3|||
field|canvas_name|string|properties|label|sh||5|||
field|canvas_name|string|properties|label|sh||7|||
field|canvas_name|string|properties|label|sh||8|||
field|canvas_name|string|properties|label|sh|||||
field|canvas_name|string|properties|label||||||
field|canvas_step_api_id|string|properties|identifier|sd|||||
field|canvas_step_id|string|properties|identifier|sh||2|||
field|canvas_step_id|string|properties|identifier|sh||3|||
field|canvas_step_id|string|properties|identifier|sh||5|||
field|canvas_step_id|string|properties|identifier|sh||7|||
field|canvas_step_id|string|properties|identifier|sh||8|||
field|canvas_step_id|string|properties|identifier|sh|||||
field|canvas_step_id|string|properties|identifier||||||
field|canvas_step_message_variation_id|string|properties|identifier|sh||7|canvas_step_message_variation_api_id||
field|canvas_step_message_variation_id|string|properties|identifier|sh||8|canvas_step_message_variation_api_id||
field|canvas_step_message_variation_id|string|properties|identifier|s||2|||
field|canvas_step_message_variation_id|string|properties|identifier|s||3|||
field|canvas_step_message_variation_id|string|properties|identifier|s||4|||
field|canvas_step_message_variation_id|string|properties|identifier|s||5|||
field|canvas_step_message_variation_id|string|properties|identifier|s|||||
field|canvas_step_message_variation_id|string|properties|identifier||||||
field|canvas_step_name|string|properties|label|sh||2|||
field|canvas_step_name|string|properties|label|sh||3|||
field|canvas_step_name|string|properties|label|sh||5|||
field|canvas_step_name|string|properties|label|sh||7|||
field|canvas_step_name|string|properties|label|sh||8|||
field|canvas_step_name|string|properties|label|sh|||||
field|canvas_step_name|string|properties|label||||||
field|canvas_variation_api_id|string|properties|identifier|sd|||||
field|canvas_variation_id|string|properties|identifier|rsh|||||
field|canvas_variation_id|string|properties|identifier|sh||10|||
field|canvas_variation_id|string|properties|identifier|sh||2|||
field|canvas_variation_id|string|properties|identifier|sh||3|||
field|canvas_variation_id|string|properties|identifier|sh||5|||
field|canvas_variation_id|string|properties|identifier|sh||7|||
field|canvas_variation_id|string|properties|identifier|sh||8|||
field|canvas_variation_id|string|properties|identifier|sh|||||
field|canvas_variation_id|string|properties|identifier||||||
field|canvas_variation_name|string|properties|label|h|||||
field|canvas_variation_name|string|properties|label|sh||2|||
field|canvas_variation_name|string|properties|label|sh||3|||
field|canvas_variation_name|string|properties|label|sh||4|||
field|canvas_variation_name|string|properties|label|sh||5|||
field|canvas_variation_name|string|properties|label|sh||6|||
field|canvas_variation_name|string|properties|label|sh||7|||
field|canvas_variation_name|string|properties|label|sh||8|||
field|canvas_variation_name|string|properties|label|sh|||||
field|canvas_variation_name|string|properties|label||||||
field|card_id|string|properties|identifier|h|||||
field|card_id|string|properties|identifier|rh|||||
field|card_id|string|properties|identifier|sh|||||
field|carrier|string|properties|device_info|sh||8|||
field|carrier|string|properties|device_info|s||2|||
field|carrier|string|properties|device_info|s|||||
field|carrier|string|properties|device_info||||||
field|catalog_id|string|properties|identifier|sh||3|||
field|category|string|properties|enum|sh||3|||
field|category|string|properties|enum|sh|||||
field|channel_identifier|string|properties|contact_point|shp|source||||
field|channel|string|properties|enum|sh||10|||
field|channel|string|properties|enum|sh|||||
field|combination_token|string|properties|identifier|rsh||10|||
field|completion_tokens|int|properties|count|rsh||5|||
field|content_card_id|string|properties|identifier|rsh|||||
field|content_length|int|properties|attribute|sh||2|||
field|content_optimizer_step_id|string|properties|identifier|rsh||10|||
field|conversion_behavior_index|int|properties|count|sh|||||
field|conversion_behavior|string|properties|json_string|sh|||||
field|country|string|properties|country|shp|source|8|||
field|country|string|properties|country|spd|inferred||||
field|country|string|properties|country|sp|source|10|||
field|country|string|properties|country|sp|source|2|||
field|country|string|properties|country|sp|source|5|||
field|country|string|properties|country|sp|source||||
field|currency|string|properties|currency_code|rsh|||||
field|custom_attributes|string|properties|custom_payload_json|sp|inferred|10|||
field|deferral_reason|string|properties|free_text|shp|source||||
field|device_class|string|properties|device_info|sh|||||
field|device_id|string|user|device_id|hp|inferred||||
field|device_id|string|user|device_id|p|inferred||||
field|device_id|string|user|device_id|shp|inferred|2|||
field|device_id|string|user|device_id|shp|inferred|3|||
field|device_id|string|user|device_id|shp|inferred|5|||
field|device_id|string|user|device_id|shp|inferred|8|||
field|device_id|string|user|device_id|shp|inferred||||
field|device_id|string|user|device_id|sp|inferred|10|||
field|device_model|string|properties|device_info|h|||||
field|device_model|string|properties|device_info|sh||2|||
field|device_model|string|properties|device_info|sh||8|||
field|device_model|string|properties|device_info|sh|||||
field|device_model|string|properties|device_info||||||
field|device_os|string|properties|device_info|sh|||||
field|dispatch_id|string|properties|identifier|hd|||||
field|dispatch_id|string|properties|identifier|h|||||
field|dispatch_id|string|properties|identifier|sh||10|||
field|dispatch_id|string|properties|identifier|sh||2|||
field|dispatch_id|string|properties|identifier|sh||3|||
field|dispatch_id|string|properties|identifier|sh||5|||
field|dispatch_id|string|properties|identifier|sh|||||
field|dispatch_id|string|properties|identifier||||||
field|dob|string|properties|date_of_birth|sp|source|10|||
field|duration|float|properties|duration|sh|||||s
field|duration|int|properties|duration|rsh||5|||ms
field|element_label|string|properties|free_text|sh||3|||
field|element_type|string|properties|attribute|sh||3|||
field|email_address|string|properties|email|rshp|source|5|||
field|email_address|string|properties|email|rshp|source||||
field|email_address|string|properties|email|shp|source||||
field|email_address|string|properties|email|sp|source|10|||
field|endpoint_url|string|properties|url|sh||2|||
field|error|string|properties|free_text|sh||3|||
field|error|string|properties|free_text|sh||6|||
field|error|string|properties|free_text|sh|||||
field|esp|string|properties|enum|sh|||||
field|exit_reason|string|properties|enum|sh|||||
field|experiment_split_id|string|properties|identifier|sh|||||
field|experiment_split_name|string|properties|label|sh|||||
field|experiment_step_id|string|properties|identifier|sh|||||
field|external_user_id|string|user|user_id|hp|inferred||||
field|external_user_id|string|user|user_id|p|inferred||||
field|external_user_id|string|user|user_id|shp|source|10|||
field|external_user_id|string|user|user_id|shp|source|2|||
field|external_user_id|string|user|user_id|shp|source|3|||
field|external_user_id|string|user|user_id|shp|source|5|||
field|external_user_id|string|user|user_id|shp|source|8|||
field|external_user_id|string|user|user_id|shp|source||||
field|external_user_id|string|user|user_id|sp|source|10|||
field|external_user_id|string|user|user_id|sp|source||||
field|feature_flag_id_name|string|properties|label|sh|||||
field|first_name|string|properties|person_name|sp|source|10|||
field|flow_id|string|properties|identifier|sh||3|||
field|flow_response_json|string|properties|json_string|shp|source|3|||
field|from_domain|string|properties|domain|sh|||||
field|from_domain|string|properties|domain|s||9|||
field|from_phone_number|string|properties|phone|rsh|sender_side||||
field|from_phone_number|string|properties|phone|sh|sender_side||||
field|from_rcs_sender|string|properties|attribute|sh|sender_side|3|||
field|gender|string|properties|gender|shp|source|8|||
field|gender|string|properties|gender|spd|inferred||||
field|gender|string|properties|gender|sp|source|10|||
field|gender|string|properties|gender|sp|source|2|||
field|gender|string|properties|gender|sp|source|5|||
field|gender|string|properties|gender|sp|source||||
field|home_city|string|properties|address|sp|source|10|||
field|host|string|properties|host|sh||2|||
field|http_status_code|int|properties|code|sh||2|||
field|id|string|top|event_id|rh|||||
field|id|string|top|event_id|rsh||10|||
field|id|string|top|event_id|rsh||2|||
field|id|string|top|event_id|rsh||3|||
field|id|string|top|event_id|rsh||5|||
field|id|string|top|event_id|rsh||8|||
field|id|string|top|event_id|rsh|||||
field|id|string|top|event_id|rs||10|||
field|id|string|top|event_id|rs|||||
field|id|string|top|event_id|r|||||
field|in_control_group|boolean|properties|flag|rsh|||||
field|in_reply_to|string|properties|attribute|sh||3|||
field|inbound_phone_number|string|properties|phone|rsh|sender_side||||
field|input|string|properties|free_text|shp|source|5|||
field|interaction_type|string|properties|enum|rsh||3|||
field|invocation_id|string|properties|identifier|rsh||5|||
field|invocation_source|string|properties|attribute|sh||5|||
field|ios_push_token_apns_gateway|int|properties|attribute|sh|||||
field|ip_pool|string|properties|label|sh||5|||
field|ip_pool|string|properties|label|sh|||||
field|is_amp|boolean|properties|flag|sh|||||
field|is_canvas_entry|boolean|properties|flag|sh|||||
field|is_drop|boolean|properties|flag|sh|||||
field|is_error|boolean|properties|flag|rsh||5|||
field|is_sms_fallback|boolean|properties|flag|sh||3|||
field|is_suspected_bot_click|boolean|properties|flag|sh||2|||
field|is_suspected_bot_click|boolean|properties|flag|sh||3|||
field|is_terminal|boolean|properties|flag|sh||2|||
field|language|string|properties|language|shp|source|8|||
field|language|string|properties|language|spd|inferred||||
field|language|string|properties|language|sp|source|10|||
field|language|string|properties|language|sp|source|2|||
field|language|string|properties|language|sp|source|5|||
field|language|string|properties|language|sp|source||||
field|last_name|string|properties|person_name|sp|source|10|||
field|latitude|float|properties|geo|rshp|source||||
field|line_channel_id|string|properties|identifier|rsh|sender_side|3|||
field|line_channel_id|string|properties|identifier|sh|sender_side|5|||
field|line_channel_name|string|properties|label|rsh|sender_side|3|||
field|line_channel_name|string|properties|label|sh|sender_side|5|||
field|link_alias|string|properties|label|sh|||||
field|link_id|string|properties|identifier|sh|||||
field|live_activity_event_outcome|string|properties|enum|sh|||||
field|live_activity_event_type|string|properties|enum|sh|||||
field|ll_accuracy|float|properties|geo_accuracy|sh|||||
field|llm_owned_by_customer|boolean|properties|flag|rsh||5|||
field|locale_key|string|properties|locale|shp|source||||
field|longitude|float|properties|geo|rshp|source||||
field|machine_open|string|properties|attribute|sh|||||
field|mailbox_provider|string|properties|label|sh|||||
field|media_id|string|properties|identifier|shp|inferred|3|||
field|media_urls|array<string>|properties|url|shp|inferred|3|||
field|media_urls|array<string>|properties|url|shp|inferred||||
field|message_body|string|properties|free_text|rshp|inferred|3|||
field|message_body|string|properties|free_text|rshp|inferred||||
field|message_body|string|properties|free_text|shp|inferred|3|||
field|message_body|string|properties|free_text|shp|inferred||||
field|message_extras|string|properties|json_string|shp|inferred|3|||
field|message_extras|string|properties|json_string|shp|source|3|||
field|message_extras|string|properties|json_string|shp|source||||
field|message_id|string|properties|identifier|sh||3|||
field|message_variation_id|string|properties|identifier|sh||2|||
field|message_variation_id|string|properties|identifier|sh||3|||
field|message_variation_id|string|properties|identifier|sh||5|||
field|message_variation_id|string|properties|identifier|sh||8|||
field|message_variation_id|string|properties|identifier|sh|||||
field|message_variation_id|string|properties|identifier||||||
field|message_variation_name|string|properties|label|h|||||
field|message_variation_name|string|properties|label|sh||2|||
field|message_variation_name|string|properties|label|sh||3|||
field|message_variation_name|string|properties|label|sh||5|||
field|message_variation_name|string|properties|label|sh||8|||
field|message_variation_name|string|properties|label|sh|||||
field|message_variation_name|string|properties|label||||||
field|model_name|string|properties|label|rsh||5|||
field|model_provider|string|properties|attribute|rsh||5|||
field|name|string|properties|custom_event_name|rsh|||||
field|native_line_id|string|properties|user_handle|rshp|source|3|||
field|native_line_id|string|properties|user_handle|shp|source|5|||
field|next_step_id|string|properties|identifier|sh|||||
field|orphaned_by_id|string|properties|user_id|rsp|inferred|10|||
field|os_version|string|properties|device_info|h|||||
field|os_version|string|properties|device_info|sh||2|||
field|os_version|string|properties|device_info|sh||8|||
field|os_version|string|properties|device_info|sh|||||
field|os_version|string|properties|device_info||||||
field|output|string|properties|free_text|shp|source|5|||
field|phone_number|string|properties|phone|shp|source||||
field|phone_number|string|properties|phone|sp|source|10|||
field|platform|string|properties|enum|h|||||
field|platform|string|properties|enum|rsh||5|||
field|platform|string|properties|enum|rsh|||||
field|platform|string|properties|enum|sh||2|||
field|platform|string|properties|enum|sh||8|||
field|platform|string|properties|enum|sh|||||
field|platform|string|properties|enum||||||
field|prev_random_bucket_number|int|properties|code|s|||||
field|price|float|properties|amount|rsh|||||
field|product_id|string|properties|identifier|rsh|||||
field|product_id|string|properties|identifier|sh||3|||
field|progression_type|string|properties|enum|rsh|||||
field|prompt_tokens|int|properties|count|rsh||5|||
field|properties|string|properties|custom_payload_json|rshp|inferred||custom_properties|map<any>|
field|properties|string|properties|custom_payload_json|rshp|inferred||purchase_properties|map<any>|
field|provider_error_code|string|properties|code|rsh|||||
field|provider_error_code|string|properties|code|sh||3|||
field|provider_error_code|string|properties|code|sh|||||
field|provider_error_title|string|properties|label|rsh|||||
field|provider_request_id|string|properties|identifier|sh||5|||
field|push_to_start_token|string|properties|secret_token|shp|inferred||||
field|push_token_created_at|int|properties|timestamp_s|sh|||||
field|push_token_device_id|string|properties|device_id|shp|inferred||||
field|push_token_foreground_push_disabled|boolean|properties|flag|sh|||||
field|push_token_provisionally_opted_in|boolean|properties|flag|sh|||||
field|push_token_state_change_type|string|properties|enum|sh|||||
field|push_token_updated_at|int|properties|timestamp_s|sh|||||
field|push_token|string|properties|secret_token|shp|inferred|4|||
field|quick_reply_text|string|properties|free_text|shp|inferred||||
field|random_bucket_number|int|properties|code|rs|||||
field|raw_response|string|properties|free_text|shp|inferred|2|||
field|reasoning_tokens|int|properties|count|rsh||5|||
field|recipient_domain|string|properties|domain|sh|||||
field|request_id|string|properties|identifier|rsh||5|||
field|request_id|string|properties|identifier|sh||6|||
field|resolution|string|properties|device_info|sh||8|||
field|resolution|string|properties|device_info|s||2|||
field|resolution|string|properties|device_info|s|||||
field|resolution|string|properties|device_info||||||
field|retry_count|int|properties|count|sh||2|||
field|retry_log|string|properties|free_text|sh||5|||
field|retry_type|string|properties|enum|sh||5|||
field|sdk_version|string|properties|device_info|sd|||||
field|sdk_version|string|properties|device_info|sh||8|||
field|sdk_version|string|properties|device_info|s||2|||
field|sdk_version|string|properties|device_info|s|||||
field|send_id|string|properties|identifier|sh||2|||
field|send_id|string|properties|identifier|sh||3|||
field|send_id|string|properties|identifier|sh||5|||
field|send_id|string|properties|identifier|sh|||||
field|send_id|string|properties|identifier||||||
field|sending_ip|string|properties|ip|sh|sender_side||||
field|session_id|string|properties|identifier|rsh|||||
field|short_url|string|properties|url|rsh||3|||
field|short_url|string|properties|url|rsh|||||
field|short_url|string|properties|url|sh||3|||
field|source|string|properties|attribute|rsh|||||
field|state_change_source|string|properties|enum|sh|||||
field|subscription_group_id|string|properties|identifier|rsh|||||
field|subscription_group_id|string|properties|identifier|sh||3|||
field|subscription_group_id|string|properties|identifier|sh||5|||
field|subscription_group_id|string|properties|identifier|sh|||||
field|subscription_status|string|properties|enum|rsh|||||
field|suspected_bot_click_reason|array<string>|properties|attribute|sh||2|||
field|suspected_bot_click_reason|array<string>|properties|attribute|sh||3|||
field|template_name|string|properties|label|shp|source|3|||
field|time_ms|long|properties|timestamp_ms|rs||10|||
field|time_ms|long|properties|timestamp_ms|sh||5|||
field|timezone|string|user|iana_timezone|h|||||
field|timezone|string|user|iana_timezone|sh||2|||
field|timezone|string|user|iana_timezone|sh||3|||
field|timezone|string|user|iana_timezone|sh||5|||
field|timezone|string|user|iana_timezone|sh||8|||
field|timezone|string|user|iana_timezone|sh|||||
field|timezone|string|user|iana_timezone|s||10|||
field|timezone|string|user|iana_timezone||||||
field|time|int|top|timestamp_s|rh|||||
field|time|int|top|timestamp_s|rsh||10|||
field|time|int|top|timestamp_s|rsh||2|||
field|time|int|top|timestamp_s|rsh||3|||
field|time|int|top|timestamp_s|rsh||5|||
field|time|int|top|timestamp_s|rsh||8|||
field|time|int|top|timestamp_s|rsh|||||
field|time|int|top|timestamp_s|rs||10|||
field|time|int|top|timestamp_s|rs|||||
field|time|int|top|timestamp_s|r|||||
field|time|long|top|timestamp_s|rsh||5|||
field|time|long|top|timestamp_s|rsh|||||
field|to_phone_number|string|properties|phone|rshp|source|3|||
field|to_phone_number|string|properties|phone|shp|source|5|||
field|to_phone_number|string|properties|phone|shp|source||||
field|to_rcs_sender|string|properties|attribute|rsh|sender_side|3|||
field|tool_arguments|string|properties|json_string|rshp|inferred|5|||
field|tool_call_id|string|properties|identifier|rsh||5|||
field|tool_name|string|properties|label|rsh||5|||
field|total_tokens|int|properties|count|rsh||5|||
field|update_source|string|properties|enum|rs||10|||
field|update_token|string|properties|secret_token|shp|inferred||||
field|url_path|string|properties|path|sh||2|||
field|url|string|properties|url|rsh||3|||
field|url|string|properties|url|rsh|||||
field|url|string|properties|url|sh||3|||
field|url|string|properties|url|sh|||||
field|user_agent|string|properties|user_agent|shp|inferred|3|||
field|user_agent|string|properties|user_agent|shp|inferred||||
field|user_id|string|user|user_id|rhp|inferred||||
field|user_id|string|user|user_id|rp|inferred||||
field|user_id|string|user|user_id|rshp|source|10|||
field|user_id|string|user|user_id|rshp|source|2|||
field|user_id|string|user|user_id|rshp|source|3|||
field|user_id|string|user|user_id|rshp|source|5|||
field|user_id|string|user|user_id|rshp|source|8|||
field|user_id|string|user|user_id|rshp|source||||
field|user_id|string|user|user_id|rsp|source|10|||
field|user_id|string|user|user_id|rsp|source||||
field|user_id|string|user|user_id|shp|source|3|||
field|user_id|string|user|user_id|shp|source|5|||
field|user_id|string|user|user_id|shp|source||||
field|user_phone_number|string|properties|phone|rshp|source|3|||
field|user_phone_number|string|properties|phone|rshp|source||||
field|user_phone_number|string|properties|phone|shp|source|3|||
field|user_phone_number|string|properties|phone|shp|source||||
field|version|string|properties|attribute|rs|||||
field|web_push_token_public_key|string|properties|key_material|shp|inferred||||
field|web_push_token_user_auth|string|properties|secret_token|shp|inferred||||
field|web_push_token_vapid_public_key|string|properties|key_material|sh|||||
field|webhook_duration|int|properties|duration_ms|sh||2|||
field|webhook_failure_source|string|properties|enum|sh||2|||
event|agentconsole.AgentExecuted|agent|agentconsole|current|sh|5||||242 253 360 194 339 154 422 65 358 413 23 24 313 312 346 64 283 261 92 134 115 85 125 100 443 215 251 324 254 203
event|agentconsole.ToolInvocation|agent|agentconsole|current|sh|5||||242 420 194 413 23 24 261 421 419 254 361
event|users.RandomBucketNumberUpdate|user|user|current|s|<=1|customer-behavior||storage connectors only; needs the all-events entitlement|246 37 441 219 411 356 334
event|users.UserDeleteRequest|user|user|current|s|10||||245 440 36 410
event|users.UserOrphan|user|user|current|s|10||||245 440 218 177 36 47 410 318
event|users.behaviors.CustomEvent|behavior|custom_event|current|sh|<=1|customer-behavior|||244 439 217 46 409 400 332 322 181 176 314 340 19 16 22 35
event|users.behaviors.InstallAttribution|behavior|install_attribution|current|sh|<=1|customer-behavior|||244 439 217 409 383 35 170
event|users.behaviors.Location|behavior|location|current|sh|<=1|customer-behavior|||244 439 217 41 409 273 285 26 282 25 332 322 181 176 19 16 22 35
event|users.behaviors.Purchase|behavior|purchase|current|sh|<=1|customer-behavior|||244 439 217 46 409 332 322 181 176 336 335 166 341 19 16 22 35
event|users.behaviors.Uninstall|behavior|uninstall|current|sh|<=1|message-engagement|||244 439 217 176 41 409 35
event|users.behaviors.app.FirstSession|behavior|app|current|sh|<=1|customer-behavior|||244 439 217 41 409 379 230 161 400 267 176 369 332 322 181 35
event|users.behaviors.app.NewsFeedImpression|behavior|app|deprecated|||customer-behavior|users.messages.contentcard.Impression|product-level successor: News Feed gives way to Content Cards; not a like-for-like schema|247 433 211 42 412 333 323 182 171
event|users.behaviors.app.SessionEnd|behavior|app|current|sh|<=1|customer-behavior|||244 439 217 41 409 193 379 332 322 181 176 35
event|users.behaviors.app.SessionStart|behavior|app|current|sh|<=1|customer-behavior|||244 439 217 41 409 379 332 322 181 176 35
event|users.behaviors.liveactivity.PushToStartTokenChange|behavior|liveactivity|current|sh|<=1|message-engagement|||244 439 217 409 12 347 176 372 255 352 35 46
event|users.behaviors.liveactivity.UpdateTokenChange|behavior|liveactivity|current|sh|<=1|message-engagement|||244 439 217 409 13 424 176 372 255 352 35 46
event|users.behaviors.pushnotification.TokenStateChange|behavior|pushnotification|current|sh|<=1|message-engagement|||244 409 46 394 439 332 354 372 35 217 349 348 353 451 450 255 352 452 351 350
event|users.behaviors.subscription.GlobalStateChange|behavior|subscription|current|sh|<=1|message-engagement|||244 439 217 199 384 389 152 409 400 35 46 71 77 303 88 95 128 138 103 118 376 150 305
event|users.behaviors.subscriptiongroup.StateChange|behavior|subscriptiongroup|current|sh|<=1|message-engagement|||244 439 217 199 325 46 71 77 303 310 88 95 128 138 103 118 385 389 152 409 400 376 384 35 190 150 170
event|users.campaigns.Abort|campaign|campaign|deprecated|||message-engagement||in the storage samples from 2023-03 until 2024-10-31, then withdrawn; partner pages still list it as users_campaigns_abort; the channel-level *.Abort events remain|4 9 38 72 78 89 171 191 211 247 304 311 377 412 402 433
event|users.campaigns.Conversion|campaign|campaign|current|sh|<=1|message-engagement|||244 439 217 46 409 400 66 77 303 310 376 158 159 35 170 185
event|users.campaigns.EnrollInControl|campaign|campaign|current|sh|<=1|message-engagement|||244 439 217 46 409 400 66 77 303 310 376 35 170 185
event|users.canvas.Abort|canvas|canvas|deprecated|||message-engagement||in the storage samples from 2023-03 until 2024-10-31, then withdrawn; partner pages still list it as users_canvas_abort; the channel-level *.Abort events remain|4 9 38 89 96 104 112 119 129 139 171 211 247 412 402 433
event|users.canvas.Conversion|canvas|canvas|current|sh|<=1|message-engagement|||244 439 217 46 409 400 81 95 121 138 103 118 158 159 35 170
event|users.canvas.Entry|canvas|canvas|current|sh|<=1|message-engagement|||244 439 217 409 400 81 95 121 138 103 118 248 35 170
event|users.canvas.costep.Send|canvas|canvas.costep|current|sh|10||||30 212 239 404 434 186 151 122 157 153
event|users.canvas.exit.MatchedAudience|canvas|canvas.exit|current|sh|<=1|message-engagement|||244 439 217 29 27 409 81 121 103 95 138 118 79 120 97
event|users.canvas.exit.PerformedEvent|canvas|canvas.exit|current|sh|<=1|message-engagement|||244 439 217 29 27 409 81 121 103 95 138 118 79 120 97
event|users.canvas.experimentstep.Conversion|canvas|canvas.experimentstep|current|sh|<=1|message-engagement|||244 439 217 46 409 88 95 128 138 103 118 209 207 208 158 159
event|users.canvas.experimentstep.SplitEntry|canvas|canvas.experimentstep|current|sh|<=1|message-engagement|||244 439 217 409 88 95 128 138 209 103 118 207 208 248
event|users.canvasstep.Progression|canvas|canvasstep|current|sh|<=1|message-engagement|||244 439 217 176 35 409 88 128 103 338 259 206 80 317 95 138 118
event|users.messages.banner.Abort|message|banner|current|sh|2|message-engagement|||240 435 213 31 405 43 67 299 232 163 396 269 172 371 330 320 179 363 144 53 17 14 20 6 1 50 73 306 93 116 136 86 101 105 126
event|users.messages.banner.Click|message|banner|current|sh|2|message-engagement|||240 435 213 31 405 43 67 299 232 163 396 269 172 371 330 320 179 363 144 53 60 17 14 20 50 73 306 86 101 93 116 105 126 136
event|users.messages.banner.Dismiss|message|banner|current|sh|8|message-engagement|||34 216 243 408 438 45 70 302 229 160 399 266 175 370 331 321 180 362 143 54 61 15 21 51 76 309 87 102 94 117 106 127 137 18
event|users.messages.banner.Impression|message|banner|current|sh|2|message-engagement|||240 435 213 31 405 43 67 299 232 163 396 269 172 371 330 320 179 363 144 53 17 14 20 50 73 306 86 101 93 116 105 126 136
event|users.messages.contentcard.Abort|message|contentcard|current|sh|<=1|message-engagement|||3 8 35 71 77 88 95 103 111 118 128 138 176 190 217 244 303 310 376 409 400 439
event|users.messages.contentcard.Click|message|contentcard|current|sh|<=1|message-engagement|||244 439 217 155 409 41 376 71 77 303 310 88 128 103 138 118 95 400 176 332 322 181 19 16 22 35 185
event|users.messages.contentcard.Dismiss|message|contentcard|current|sh|<=1|message-engagement|||244 439 217 155 409 41 376 71 77 303 310 88 128 138 103 118 95 400 176 332 322 181 19 16 22 35 185
event|users.messages.contentcard.Impression|message|contentcard|current|sh|<=1|message-engagement|||244 439 217 155 409 41 376 71 77 303 310 88 128 138 103 118 95 400 176 332 322 181 19 16 22 35 185
event|users.messages.contentcard.Send|message|contentcard|current|sh|<=1|message-engagement|||244 439 217 155 409 376 71 77 303 310 88 128 138 103 118 95 400 176 297 35 184
event|users.messages.email.Abort|message|email|current|sh|<=1|message-engagement|||3 8 35 71 77 88 95 103 111 118 128 138 176 190 198 217 244 257 303 310 376 409 400 439
event|users.messages.email.Bounce|message|email|current|sh|<=1|message-engagement|||244 439 190 217 409 400 71 77 303 310 198 88 95 128 138 103 118 376 378 257 52 205 224 260 35 170
event|users.messages.email.Click|message|email|current|sh|<=1|message-engagement|||244 439 190 217 409 400 71 77 303 310 198 429 88 95 128 138 103 118 376 431 257 279 278 205 224 258 35 169 183 181 55 287 263 390 170
event|users.messages.email.Deferral|message|email|current|sh|<=1|message-engagement|||244 409 439 217 35 376 71 303 88 128 103 111 190 198 359 205 224 257 378 400 168 49 77 310 95 138 118
event|users.messages.email.Delivery|message|email|current|sh|<=1|message-engagement|||244 439 190 217 409 400 71 77 303 310 198 88 95 128 138 103 118 376 378 257 205 224 35 170
event|users.messages.email.MarkAsSpam|message|email|current|sh|<=1|message-engagement|||244 439 190 217 409 400 71 77 303 310 198 88 95 128 138 103 118 376 431 257 205 224 35 170
event|users.messages.email.Open|message|email|current|sh|<=1|message-engagement|||244 439 190 217 409 400 71 77 303 310 198 88 95 128 138 103 118 376 431 257 286 205 224 258 35 169 183 181 55 287 170
event|users.messages.email.Retry|message|email|current|sh|5|message-engagement|||33 215 242 407 437 368 367 375 189 69 301 85 125 100 110 233 164 398 270 197 256 75 308 92 134 115 174
event|users.messages.email.Send|message|email|current|sh|<=1|message-engagement|||244 439 190 217 409 400 71 77 303 310 198 88 95 128 138 103 118 376 257 297 35 225 170
event|users.messages.email.SoftBounce|message|email|current|sh|<=1|message-engagement|||244 439 190 217 409 400 71 77 303 310 198 88 95 128 138 103 118 376 378 257 52 205 224 35 170
event|users.messages.email.Unsubscribe|message|email|current|sh|<=1|message-engagement|||244 439 190 217 409 400 71 77 303 310 198 88 95 128 138 103 118 376 257 35 170
event|users.messages.featureflag.Impression|message|featureflag|current|sh|<=1|message-engagement|||244 46 35 71 88 103 111 128 220 303 217 176 409 234 55 145 165 181 271 322 332 364 372 400 439 77 95 118 138 310
event|users.messages.inappmessage.Abort|message|inappmessage|current|sh|<=1|message-engagement|||3 8 19 16 22 35 46 56 71 77 88 95 103 111 118 128 138 142 145 176 181 190 217 244 303 310 322 332 364 376 409 400 439 449
event|users.messages.inappmessage.Click|message|inappmessage|current|sh|<=1|message-engagement|||244 439 217 41 409 400 71 77 303 310 88 95 128 138 103 118 142 332 322 181 62 376 176 19 16 22 35 185
event|users.messages.inappmessage.Impression|message|inappmessage|current|sh|<=1|message-engagement|||244 439 217 409 400 41 71 77 303 310 88 95 128 138 103 118 142 332 322 181 376 176 19 16 22 35 297 284 185
event|users.messages.line.Abort|message|line|current|sh|3|message-engagement|||32 214 241 406 436 2 7 68 99 108 173 188 274 276 300 315 374 386 397 74 114 124 84
event|users.messages.line.Click|message|line|current|sh|3|message-engagement|||32 214 241 406 436 397 315 274 276 386 68 74 300 84 124 99 108 114 188 173 374 264 380 426 430
event|users.messages.line.InboundReceive|message|line|current|sh|3|message-engagement|||32 214 241 406 436 68 74 84 99 108 114 124 173 188 274 276 288 293 300 315 374 386 397
event|users.messages.line.Retry|message|line|current|sh|5|message-engagement|||33 215 242 407 437 367 368 69 100 110 174 189 275 277 301 316 375 387 398 75 115 125 85
event|users.messages.line.Send|message|line|current|sh|3|message-engagement|||32 214 241 406 436 68 74 84 99 108 114 124 173 188 274 276 296 300 315 374 386 397
event|users.messages.liveactivity.Outcome|message|liveactivity|current|sh|<=1|message-engagement|||244 439 217 409 13 12 347 424 281 280 35 46
event|users.messages.liveactivity.Send|message|liveactivity|current|sh|<=1|message-engagement|||244 439 217 409 13 12 347 424 281 35 46
event|users.messages.newsfeedcard.Abort|message|newsfeedcard|deprecated|h||message-engagement|users.messages.contentcard.Abort|product-level successor: News Feed gives way to Content Cards; HTTP sample still published|0 5 28 39 57 78 96 119 139 140 146 170 178 210 238 311 319 327 365 403 395 432
event|users.messages.newsfeedcard.Click|message|newsfeedcard|deprecated|h||message-engagement|users.messages.contentcard.Click|product-level successor: News Feed gives way to Content Cards; HTTP sample still published|238 432 210 40 403 395 141 327 319 178 170
event|users.messages.newsfeedcard.Impression|message|newsfeedcard|deprecated|h||message-engagement|users.messages.contentcard.Impression|product-level successor: News Feed gives way to Content Cards; HTTP sample still published|238 432 210 40 403 395 141 327 319 178 170
event|users.messages.pushnotification.Abort|message|pushnotification|current|sh|<=1|message-engagement|||3 8 35 46 71 77 88 95 103 111 118 128 138 176 190 217 244 303 310 329 376 409 400 439
event|users.messages.pushnotification.Bounce|message|pushnotification|current|sh|<=1|message-engagement|||244 439 217 41 409 400 332 71 77 303 310 88 95 128 138 103 118 376 190 176 19 16 22 354 35
event|users.messages.pushnotification.IosForeground|message|pushnotification|current|sh|<=1|message-engagement|||244 439 217 41 409 400 329 71 77 303 310 88 95 128 138 103 118 376 190 176 19 16 22 35 178 319
event|users.messages.pushnotification.Open|message|pushnotification|current|sh|<=1|message-engagement|||244 439 217 409 400 41 71 77 303 310 88 95 128 138 103 118 111 332 322 181 376 190 176 59 63 19 16 22 35
event|users.messages.pushnotification.Retry|message|pushnotification|current|sh|5|message-engagement|||33 215 242 407 437 174 44 189 375 69 301 85 125 100 110 233 164 398 270 328 368 367 75 308 92 134 115
event|users.messages.pushnotification.Send|message|pushnotification|current|sh|<=1|message-engagement|||244 439 217 41 409 400 329 71 77 303 310 88 95 128 138 103 118 376 190 176 19 16 22 297 354 35 284
event|users.messages.rcs.Abort|message|rcs|current|sh|3|message-engagement|||32 214 241 406 436 2 7 74 91 114 132 307 386 300 124 99 108 68 82
event|users.messages.rcs.Click|message|rcs|current|sh|3|message-engagement|||32 214 241 406 436 74 91 114 173 264 307 374 382 391 430 447 300 124 99 108 252 195 196 68 428 386 133 82
event|users.messages.rcs.Delivery|message|rcs|current|sh|3|message-engagement|||32 214 241 406 436 74 91 114 132 173 188 307 374 386 415 300 124 99 108 68 228 82
event|users.messages.rcs.InboundReceive|message|rcs|current|sh|3|message-engagement|||32 214 241 406 442 10 74 91 114 289 307 374 445 386 291 418 300 99 124 108 68 135 82
event|users.messages.rcs.Read|message|rcs|current|sh|3|message-engagement|||32 214 241 406 436 74 91 114 132 307 415 300 124 99 108 68 82
event|users.messages.rcs.Rejection|message|rcs|current|sh|3|message-engagement|||32 214 241 406 436 74 91 114 132 173 188 202 228 262 307 343 374 386 300 124 99 415 68 109 82
event|users.messages.rcs.Send|message|rcs|current|sh|3|message-engagement|||32 214 241 406 436 74 91 114 132 148 173 188 228 295 307 374 386 415 300 124 108 99 68 82
event|users.messages.sms.Abort|message|sms|current|sh|<=1|message-engagement|||3 8 35 71 77 88 95 103 111 118 128 138 217 244 303 310 388 409 439
event|users.messages.sms.CarrierSend|message|sms|current|sh|<=1|message-engagement||dropped from the newer partner lists, still in storage and HTTP samples|244 439 190 217 409 400 71 77 303 310 417 388 227 88 95 128 138 103 118 376 35 170
event|users.messages.sms.Delivery|message|sms|current|sh|<=1|message-engagement|||244 439 190 217 409 400 71 77 303 310 417 388 227 88 95 128 138 103 118 376 35 262 170
event|users.messages.sms.DeliveryFailure|message|sms|current|sh|<=1|message-engagement|||244 439 190 217 409 400 71 77 303 310 417 388 204 344 88 95 128 138 103 118 376 35 262 170
event|users.messages.sms.InboundReceive|message|sms|current|sh|<=1|message-engagement|||244 444 217 29 409 446 388 250 11 292 290 71 77 303 310 88 95 128 138 103 118
event|users.messages.sms.Rejection|message|sms|current|sh|<=1|message-engagement|||244 439 190 217 409 400 71 77 303 310 417 388 227 204 344 88 95 128 138 103 118 376 35 262 170
event|users.messages.sms.Retry|message|sms|current|sh|5|message-engagement|||33 215 242 407 437 69 301 85 125 100 110 387 368 367 75 308 92 134 115
event|users.messages.sms.Send|message|sms|current|sh|<=1|message-engagement|||244 439 190 217 409 400 71 77 303 310 417 388 88 95 128 138 103 118 376 149 297 35 170
event|users.messages.sms.ShortLinkClick|message|sms|current|sh|<=1|message-engagement|||244 439 217 35 409 400 71 77 303 310 88 95 128 138 103 118 427 381 431 448 263 390 170
event|users.messages.webhook.Abort|message|webhook|current|sh|<=1|message-engagement|||3 8 35 71 77 88 95 103 111 118 128 138 176 190 217 244 303 310 376 409 400 439
event|users.messages.webhook.Failure|message|webhook|current|sh|2|message-engagement|||237 201 31 67 83 98 107 123 156 187 213 236 240 299 357 366 373 405 425 435 453 454 265 73 90 113 131 306
event|users.messages.webhook.Retry|message|webhook|current|sh|5|message-engagement|||33 215 242 407 437 174 189 375 69 301 85 125 100 110 233 164 398 270 368 367 75 308 92 134 115
event|users.messages.webhook.Send|message|webhook|current|sh|<=1|message-engagement|||244 439 217 409 400 71 77 303 310 88 95 128 138 103 118 376 297 35 190 170
event|users.messages.whatsapp.Abort|message|whatsapp|current|sh|<=1|message-engagement|||244 414 417 439 217 176 400 35 388 71 77 303 310 88 95 128 138 103 118 111 190 8 3 58
event|users.messages.whatsapp.Click|message|whatsapp|current|sh|<=1|message-engagement|||244 439 217 176 35 409 400 71 303 88 128 103 111 427 381 431 448 77 310 95 138 118
event|users.messages.whatsapp.Delivery|message|whatsapp|current|sh|<=1|message-engagement|||244 414 417 439 217 176 400 226 35 388 71 77 303 310 88 95 128 138 103 118 111 190 376 222 392 298 58
event|users.messages.whatsapp.Failure|message|whatsapp|current|sh|<=1|message-engagement|||244 414 417 439 217 176 400 226 35 388 71 77 303 310 88 95 128 138 103 118 111 190 342 345 376 298 392 222 58
event|users.messages.whatsapp.InboundReceive|message|whatsapp|current|sh|<=1|message-engagement|||244 414 448 444 217 250 176 400 35 388 71 77 303 310 88 95 128 138 103 118 111 294 355 290 11 147 337 222 223 298 249 58
event|users.messages.whatsapp.Read|message|whatsapp|current|sh|<=1|message-engagement|||244 414 417 439 217 176 400 226 35 388 71 77 303 310 88 95 128 138 103 118 111 190 376 392 298 222 58
event|users.messages.whatsapp.Retry|message|whatsapp|current|sh|5|message-engagement|||33 215 242 407 437 416 174 398 387 69 301 85 125 100 110 189 368 367 75 308 92 134 115 58
event|users.messages.whatsapp.Send|message|whatsapp|current|sh|<=1|message-engagement|||244 414 417 439 217 176 400 226 35 388 71 77 303 310 88 95 128 103 118 111 190 297 376 222 392 298 58 130
event|users.profile.Update|user|profile|current|s|10||||36 218 245 410 393 440 47 423 48 221 272 200 231 326 192 401 235 162 268 167

"""
}
